package io.tidewatch.event;

import io.tidewatch.event.Extraction.Rejected;
import java.io.EOFException;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads events out of the Avro binary of one writer schema: decodes the fields that are needed, skips the others.
 * Belongs to one thread.
 */
public final class EventReader {
    private final EventExtractor extractor;
    private final GenericDatumReader<GenericRecord> reader;
    private final BoundedDecoder decoder = new BoundedDecoder();
    private @Nullable GenericRecord reused;

    /** @param writer schema that the records were written with, a record within {@link SchemaLimits} */
    public EventReader(Schema writer, EventSpec spec) {
        this(writer, Projection.of(writer, spec), spec);
    }

    private EventReader(Schema writer, Schema projection, EventSpec spec) {
        this.extractor = new EventExtractor(spec, projection);
        // No conversions: logical types are read as the numbers and bytes that they are stored as.
        this.reader = new GenericDatumReader<>(writer, projection, new GenericData());
    }

    /**
     * @param bytes that hold the record
     * @param from where its Avro binary starts; it goes on to the end
     * @param keyText see {@link EventExtractor#extract}
     */
    public Extraction read(byte[] bytes, int from, @Nullable String keyText, long recordTimestampMs, long nowMs) {
        GenericRecord record;
        try {
            decoder.reset(bytes, from);
            record = reader.read(reused, decoder);
            if (!decoder.isEnd()) {
                return malformed("the record ends before its bytes do");
            }
        } catch (EOFException e) {
            return malformed("the bytes end before the record does");
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Any bytes may come in: Avro answers with many kinds of exceptions, and with endless recursion.
            reused = null;
            return malformed("the bytes contradict the writer schema: " + e);
        }
        reused = record;
        return extractor.extract(record, keyText, recordTimestampMs, nowMs);
    }

    private static Rejected malformed(String detail) {
        return new Rejected(RejectionReason.MALFORMED_AVRO, detail);
    }
}
