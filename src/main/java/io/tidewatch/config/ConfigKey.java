package io.tidewatch.config;

import java.util.Locale;

/**
 * One key of the configuration.
 *
 * @param name dotted, such as {@code window.quiet-after}
 * @param type how its value is written
 * @param presence what happens when it is left out
 * @param defaultText its default as it would stand in YAML; in words when it is derived; empty when required
 * @param doc what it is, in one line
 */
public record ConfigKey(String name, ValueType type, Presence presence, String defaultText, String doc) {

    /** What happens when a key is left out. */
    public enum Presence {
        REQUIRED,
        DEFAULT,
        /** The default follows from other keys. */
        DERIVED
    }

    /** The prefix of the environment variables that belong to Tidewatch. */
    static final String VARIABLE_PREFIX = "TIDEWATCH_";

    static ConfigKey required(String name, ValueType type, String doc) {
        return new ConfigKey(name, type, Presence.REQUIRED, "", doc);
    }

    static ConfigKey optional(String name, ValueType type, Object defaultValue, String doc) {
        return new ConfigKey(name, type, Presence.DEFAULT, defaultValue.toString(), doc);
    }

    static ConfigKey derived(String name, ValueType type, String defaultInWords, String doc) {
        return new ConfigKey(name, type, Presence.DERIVED, defaultInWords, doc);
    }

    /** The environment variable that sets it, such as {@code TIDEWATCH_WINDOW_QUIET_AFTER}. */
    public String variable() {
        return variable(name);
    }

    static String variable(String name) {
        return VARIABLE_PREFIX + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
