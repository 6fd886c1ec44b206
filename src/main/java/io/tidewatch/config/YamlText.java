package io.tidewatch.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML as settings: groups become dotted names, lists stay whole.
 *
 * <p>Read as a tree of nodes rather than as Java objects: nodes know their line, and a number stays the text it is.
 */
final class YamlText {
    /** Deeper is no configuration, but perhaps an alias to itself. */
    private static final int DEEPEST = 10;

    private static final Mark NOWHERE = new Mark("", 0, 0, 0, new int[0], 0);

    private final String source;
    private final Faults faults;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private YamlText(String source, Faults faults) {
        this.source = source;
        this.faults = faults;
    }

    /** The defaults. */
    static List<Setting> defaults() {
        List<Setting> defaults = new ArrayList<>();
        for (ConfigKey key : ConfigReference.keys()) {
            if (key.presence() == ConfigKey.Presence.DEFAULT) {
                defaults.add(new Setting(key.name(), value(key, key.defaultText()), "default", false));
            }
        }
        return defaults;
    }

    /** How messages call a file. */
    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** The settings of a file. */
    static List<Setting> file(Path file, Faults faults) {
        YamlText text = new YamlText(name(file), faults);
        try {
            Node root = parse(Files.readString(file));
            if (root instanceof MappingNode groups) {
                text.flatten("", groups, 0);
            } else if (root != null && !root.getTag().equals(Tag.NULL)) {
                text.unreadable(
                        "no keys in it", "keys with values, such as detector: orders", "See config/tidewatch.yaml");
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            text.unreadable(
                    "line " + line + ": " + withoutWords(e.getProblem()),
                    "YAML",
                    "Mind indentation, colons and quotes there");
        } catch (CharacterCodingException e) {
            text.unreadable("not UTF-8", "YAML in UTF-8", "Save it as UTF-8");
        } catch (YAMLException e) {
            text.unreadable(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), "YAML", "Mend the file");
        } catch (IOException e) {
            String why = Files.exists(file) ? "cannot be read (" + e.getMessage() + ")" : "no such file (" + file + ")";
            text.unreadable(why, "a configuration file", "Check the path given to --config");
        }
        return List.copyOf(text.settings.values());
    }

    /**
     * A value written in one line.
     *
     * @param key for a list, commas separate; null: a client's key, always plain text
     */
    static Node value(@Nullable ConfigKey key, String text) {
        String trimmed = text.trim();
        if (key == null || !key.type().isList()) {
            return scalar(text);
        }
        if (trimmed.startsWith("[")) {
            try {
                Node parsed = parse(trimmed);
                return parsed == null ? scalar(text) : parsed;
            } catch (YAMLException e) {
                return scalar(text);
            }
        }
        List<Node> elements = new ArrayList<>();
        for (String element : trimmed.split(",", -1)) {
            elements.add(scalar(element.trim()));
        }
        return new SequenceNode(Tag.SEQ, true, elements, NOWHERE, NOWHERE, FlowStyle.FLOW);
    }

    private static ScalarNode scalar(String text) {
        return new ScalarNode(Tag.STR, text, NOWHERE, NOWHERE, ScalarStyle.PLAIN);
    }

    private static @Nullable Node parse(String yaml) {
        return new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
    }

    private void flatten(String prefix, MappingNode groups, int depth) {
        for (NodeTuple entry : groups.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String name = prefix + key;
            Setting setting = new Setting(name, entry.getValueNode(), source, true);
            if (setting.value() instanceof MappingNode nested && depth < DEEPEST) {
                flatten(name + ".", nested, depth + 1);
            } else {
                Setting earlier = settings.putIfAbsent(name, setting);
                if (earlier != null) {
                    faults.add(
                            name,
                            "given twice (" + earlier.where(earlier.value()) + ", " + setting.where(setting.value())
                                    + ")",
                            "one value",
                            "Remove one of them");
                }
            }
        }
    }

    /** The parser quotes an alias, a tag or the like: a password without quotes may begin as one does. */
    private static String withoutWords(@Nullable String problem) {
        return String.valueOf(problem).replaceAll("(?s)\\b(alias|anchor|tag|handle|directive) .*", "$1");
    }

    private void unreadable(String found, String expected, String remedy) {
        faults.add(source, found, expected, remedy);
    }
}
