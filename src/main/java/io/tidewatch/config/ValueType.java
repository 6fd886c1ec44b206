package io.tidewatch.config;

/** How the value of a key is written. */
public enum ValueType {
    TEXT("text"),
    CHOICE("one of a few words"),
    BOOLEAN("true or false"),
    INTEGER("whole number"),
    NUMBER("number"),
    DURATION("duration, such as 500ms, 10s, 5m, 1h, 1d"),
    INSTANT("time, such as 1990-01-01T00:00:00Z"),
    PATH("directory"),
    FILE("file"),
    LIST("list"),
    FEATURES("list of features");

    private final String description;

    ValueType(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    /** Whether a comma separates values where there is one line only: in a variable, or in {@code --set}. */
    boolean isList() {
        return this == LIST || this == FEATURES;
    }
}
