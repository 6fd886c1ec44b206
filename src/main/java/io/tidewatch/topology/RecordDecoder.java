package io.tidewatch.topology;

import io.tidewatch.event.EventReader;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.Extraction;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.registry.BoundedCache;
import io.tidewatch.registry.UnknownSchemaException;
import io.tidewatch.registry.WireFormat;
import io.tidewatch.topology.KeyName.Named;
import io.tidewatch.topology.KeyName.Refused;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes an event of a record's bytes, or says why not. Belongs to one thread. */
public final class RecordDecoder {
    private final boolean keyIsEntity;
    private final WriterSchemas schemas;
    private final Supplier<String> record;
    private final KeyText keys;
    private final BoundedCache<Integer, EventReader> readers = new BoundedCache<>(WriterSchemas.KEPT);

    /** @param registry asked for writer schemas */
    public RecordDecoder(EventSpec spec, PatientRegistry registry) {
        this(spec, registry, new WriterSchemas(spec, registry), () -> "a record");
    }

    /** @param record says which record is being decoded, for whoever reads of a wait */
    RecordDecoder(EventSpec spec, PatientRegistry registry, WriterSchemas schemas, Supplier<String> record) {
        this.keyIsEntity = spec.entityField().isEmpty();
        this.schemas = schemas;
        this.record = record;
        this.keys = new KeyText(spec.keyFormat(), registry, record);
    }

    /**
     * Decodes one record. Waits while the registry is away. No other exceptions leave it: what a record causes belongs
     * to the record.
     *
     * @param timestampMs of the record itself, epoch milliseconds
     * @param nowMs wall-clock time, epoch milliseconds
     * @throws RegistryAwayException when it is away for longer than may be waited inside a record
     * @throws StoppedException on shutdown
     */
    public Extraction decode(byte @Nullable [] key, byte @Nullable [] value, long timestampMs, long nowMs) {
        try {
            return extract(key, value, timestampMs, nowMs);
        } catch (RegistryAwayException | StoppedException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            return new Rejected(RejectionReason.PROCESSING_FAILED, e + place(e) + "; please report it with the record");
        }
    }

    private static String place(Throwable fault) {
        StackTraceElement[] frames = fault.getStackTrace();
        return frames.length == 0 ? "" : " at " + frames[0];
    }

    private Extraction extract(byte @Nullable [] key, byte @Nullable [] value, long timestampMs, long nowMs) {
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
        KeyName name = keyIsEntity ? keys.of(key) : null;
        if (name instanceof Refused refused) {
            return refused.rejection();
        }
        String keyText = name instanceof Named named ? named.text() : null;
        return reader.read(value, WireFormat.HEADER_BYTES, keyText, timestampMs, nowMs);
    }
}
