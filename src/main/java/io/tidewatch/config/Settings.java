package io.tidewatch.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The value of each key after all layers, read one by one; what is wrong with them becomes faults. */
final class Settings {
    private final Map<String, Setting> settings;
    private final Placeholders placeholders;
    private final Faults faults;

    Settings(Map<String, Setting> settings, Placeholders placeholders, Faults faults) {
        this.settings = settings;
        this.placeholders = placeholders;
        this.faults = faults;
    }

    Faults faults() {
        return faults;
    }

    /** Whether a key has a value. */
    boolean has(String name) {
        return settings.containsKey(name);
    }

    /** The value of a key as messages show it. */
    String show(String name) {
        Setting setting = settings.get(name);
        return setting == null ? "missing" : setting.show(setting.value());
    }

    /** A key with one value. */
    <T> T get(String name, Form<T> form) {
        Setting setting = settings.get(name);
        if (setting == null) {
            missing(name, form.expected());
            return form.standIn();
        }
        return read(name, setting, setting.value(), form);
    }

    /** A key with one value, whose default depends on others. */
    <T> T get(String name, Form<T> form, T otherwise) {
        return has(name) ? get(name, form) : otherwise;
    }

    /** A key with a list of values. */
    <T> List<T> list(String name, Form<T> form) {
        List<T> values = new ArrayList<>();
        for (Element element : elements(name, form.expected())) {
            values.add(read(element.name, element.setting, element.node, form));
        }
        return values;
    }

    /** One element of a list, named by its place: {@code input.features[0]}. */
    record Element(String name, Setting setting, Node node) {

        /** The values of an element that is a group; empty when it is not. */
        Optional<Map<String, Node>> group() {
            if (!(node instanceof MappingNode mapping)) {
                return Optional.empty();
            }
            Map<String, Node> values = new LinkedHashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                values.put(entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?", entry.getValueNode());
            }
            return Optional.of(values);
        }
    }

    /** The elements of a key whose value is a list. */
    List<Element> elements(String name, String expected) {
        Setting setting = settings.get(name);
        if (setting == null) {
            missing(name, "a list, each element " + expected);
            return List.of();
        }
        if (!(setting.value() instanceof SequenceNode sequence)) {
            faults.add(
                    name,
                    setting.show(setting.value()),
                    "a list, each element " + expected,
                    "Put it in brackets: " + lastName(name) + ": [...]");
            return List.of();
        }
        List<Element> elements = new ArrayList<>();
        for (Node node : sequence.getValue()) {
            elements.add(new Element(name + "[" + elements.size() + "]", setting, node));
        }
        return elements;
    }

    /** A value inside a setting. */
    <T> T read(String name, Setting setting, Node node, Form<T> form) {
        if (!(node instanceof ScalarNode scalar)) {
            faults.add(name, setting.show(node), form.expected(), "Write a single value");
            return form.standIn();
        }
        Optional<String> resolved = resolve(name, setting, scalar);
        if (resolved.isEmpty()) {
            return form.standIn();
        }
        String text = resolved.get().trim();
        return form.parse().apply(text).orElseGet(() -> {
            faults.add(name, setting.show(node), form.expected(), form.remedy().apply(text));
            return form.standIn();
        });
    }

    /** All keys of a group that is passed through, without the group's name. */
    Map<String, String> passedThrough(String group) {
        Map<String, String> values = new LinkedHashMap<>();
        settings.forEach((name, setting) -> {
            if (name.startsWith(group + ".") && ConfigReference.isPassedThrough(name)) {
                values.put(name.substring(group.length() + 1), plain(name, setting, setting.value()));
            }
        });
        return values;
    }

    private String plain(String name, Setting setting, Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(element -> plain(name, setting, element))
                    .collect(Collectors.joining(","));
        }
        if (node instanceof ScalarNode scalar) {
            return resolve(name, setting, scalar).orElse("");
        }
        faults.add(name, setting.show(node), "a value, or a list of values", "Pass it as the client documents it");
        return "";
    }

    private Optional<String> resolve(String name, Setting setting, ScalarNode scalar) {
        AtomicBoolean complete = new AtomicBoolean(true);
        String text = placeholders.resolve(scalar.getValue(), missing -> {
            complete.set(false);
            faults.add(
                    name,
                    setting.show(scalar) + ", but " + missing,
                    "a placeholder that stands for something",
                    "Provide it, or write $${...} for a literal ${...}");
        });
        return complete.get() ? Optional.of(text) : Optional.empty();
    }

    private void missing(String name, String expected) {
        faults.add(name, "missing", expected, "Add it to the configuration file, or set " + ConfigKey.variable(name));
    }

    private static String lastName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
