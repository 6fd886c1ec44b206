package io.tidewatch.topology;

import io.tidewatch.event.EventReader;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.Extraction;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.registry.UnknownSchemaException;
import io.tidewatch.registry.WireFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes an event of a record's bytes, or tells why not. Belongs to one thread. */
public final class RecordDecoder {
    private final boolean keyIsEntity;
    private final WriterSchemas schemas;
    private final Supplier<String> record;
    private final KeyText keys;
    private final Map<Integer, EventReader> readers = new HashMap<>();

    /** @param registry asked for writer schemas */
    public RecordDecoder(EventSpec spec, PatientRegistry registry) {
        this(spec, registry, new WriterSchemas(spec, registry), () -> "a record");
    }

    /** @param record says which record is being decoded, for whoever reads of a wait */
    RecordDecoder(EventSpec spec, PatientRegistry registry, WriterSchemas schemas, Supplier<String> record) {
        this.keyIsEntity = spec.entityField().isEmpty();
        this.schemas = schemas;
        this.record = record;
        this.keys = new KeyText(registry, record);
    }

    /**
     * Decodes one record. Waits while the registry is away.
     *
     * @param timestampMs of the record itself, epoch milliseconds
     * @param nowMs wall-clock time, epoch milliseconds
     */
    public Extraction decode(byte @Nullable [] key, byte @Nullable [] value, long timestampMs, long nowMs) {
        if (value == null) {
            return new Rejected(RejectionReason.NO_VALUE, "the record has no value");
        }
        if (!WireFormat.matches(value)) {
            return new Rejected(
                    RejectionReason.NOT_WIRE_FORMAT,
                    value.length < WireFormat.HEADER_BYTES
                            ? "the value has " + value.length + " bytes, fewer than the header of the wire format"
                            : "the value starts with byte " + value[0] + ", not with the magic byte 0");
        }
        int id = WireFormat.schemaId(value);
        EventReader reader = readers.get(id);
        if (reader == null) {
            try {
                WriterSchemas.Writer writer = schemas.byId(id, record.get());
                reader = writer.newReader();
                if (reader == null) {
                    return writer.rejection();
                }
            } catch (UnknownSchemaException e) {
                return new Rejected(RejectionReason.UNKNOWN_SCHEMA, "schema id " + id + ": " + e.getMessage());
            }
            readers.put(id, reader);
        }
        return reader.read(value, WireFormat.HEADER_BYTES, keyIsEntity ? keys.of(key) : null, timestampMs, nowMs);
    }
}
