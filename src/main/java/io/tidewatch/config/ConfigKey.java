package io.tidewatch.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One key of the configuration.
 *
 * @param name dotted, such as {@code window.quiet-after}
 * @param defaultText its default as it would stand in YAML; empty when it is required, or follows from other keys
 * @param isList whether a comma separates values where there is one line only: in a variable, or in {@code --set}
 */
public record ConfigKey(String name, Optional<String> defaultText, boolean isList) {

    /** The prefix of the environment variables that belong to Tidewatch. */
    static final String VARIABLE_PREFIX = "TIDEWATCH_";

    static ConfigKey key(String name) {
        return new ConfigKey(name, Optional.empty(), false);
    }

    static ConfigKey key(String name, Object defaultValue) {
        return new ConfigKey(name, Optional.of(defaultValue.toString()), false);
    }

    static ConfigKey list(String name) {
        return new ConfigKey(name, Optional.empty(), true);
    }

    static ConfigKey list(String name, Object defaultValue) {
        return new ConfigKey(name, Optional.of(defaultValue.toString()), true);
    }

    /** The environment variable that sets it, such as {@code TIDEWATCH_WINDOW_QUIET_AFTER}. */
    public String variable() {
        return variable(name);
    }

    static String variable(String name) {
        return VARIABLE_PREFIX + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
