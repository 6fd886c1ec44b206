package io.tidewatch.config;

import io.tidewatch.event.EventSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the configuration: file, then environment, then command line, each over the one before; then checks it. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * @param file YAML; null: none
     * @param environment the process's environment; variables named {@code TIDEWATCH_...} count
     * @param assignments {@code key=value}, from the command line
     * @throws ConfigException with every fault found
     */
    public static TidewatchConfig load(@Nullable Path file, Map<String, String> environment, List<String> assignments)
            throws ConfigException {
        Settings settings = settings(file, environment, assignments);
        return new Resolution(settings).config();
    }

    /**
     * The part of it that says how to reach the broker and the registry; the rest may be absent.
     *
     * @throws ConfigException with every fault found, unknown keys among them
     */
    public static Connection connection(@Nullable Path file, Map<String, String> environment, List<String> assignments)
            throws ConfigException {
        Settings settings = settings(file, environment, assignments);
        return new Resolution(settings).connection();
    }

    /**
     * The part of it that says where in a record an event is; the features, and the rest, may be absent.
     *
     * @return without features when none are set
     * @throws ConfigException with every fault found, unknown keys among them
     */
    public static EventSpec event(@Nullable Path file, Map<String, String> environment, List<String> assignments)
            throws ConfigException {
        Settings settings = settings(file, environment, assignments);
        return new Resolution(settings).event();
    }

    private static Settings settings(@Nullable Path file, Map<String, String> environment, List<String> assignments)
            throws ConfigException {
        Faults faults = new Faults();
        Layers layers = new Layers(faults);
        layers.lay(YamlText.defaults());
        if (file != null) {
            layers.lay(YamlText.file(file, faults));
            if (!faults.sound(YamlText.name(file))) {
                // Nothing of it was read: all else would follow from that.
                faults.throwIfAny();
            }
        }
        layers.lay(VariableLayer.read(environment, faults));
        layers.lay(OverrideLayer.read(assignments, faults));
        return new Settings(layers.winners(), new Placeholders(environment), faults);
    }
}
