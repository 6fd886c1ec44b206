package io.tidewatch.event;

import java.util.Locale;

/** How the keys of records are written, when they name the entity. */
public enum KeyFormat {
    /** Each as it looks: in the wire format with a schema that the registry knows, else readable text, else binary. */
    AUTO,
    /** In the wire format, with a schema of the registry. */
    AVRO,
    TEXT,
    /** A whole number of eight bytes, most significant first, as Kafka's LongSerializer writes it. */
    LONG,
    /** A whole number of four bytes, most significant first, as Kafka's IntegerSerializer writes it. */
    INT,
    /** Any bytes; they are written in hex. */
    BINARY;

    /** As it stands in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
