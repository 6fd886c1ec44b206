package io.tidewatch.topology;

import io.tidewatch.event.Extraction.Rejected;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The headers of a dead letter: the record's own, then why it is one, then where it was. All UTF-8 text. */
public final class DeadLetterHeaders {
    /** Why, as {@link io.tidewatch.event.RejectionReason#label}. */
    public static final String REASON = "tidewatch.reason";

    /** What was found, for a person. */
    public static final String ERROR = "tidewatch.error";

    public static final String TOPIC = "tidewatch.topic";
    public static final String PARTITION = "tidewatch.partition";
    public static final String OFFSET = "tidewatch.offset";

    /** The record's own timestamp, epoch milliseconds. */
    public static final String TIMESTAMP = "tidewatch.timestamp";

    private DeadLetterHeaders() {}

    static Headers of(Headers original, Rejected rejected, RecordMetadata origin, long timestampMs) {
        Headers headers = new RecordHeaders(original);
        add(headers, REASON, rejected.reason().label());
        add(headers, ERROR, rejected.detail());
        add(headers, TOPIC, origin.topic());
        add(headers, PARTITION, Integer.toString(origin.partition()));
        add(headers, OFFSET, Long.toString(origin.offset()));
        add(headers, TIMESTAMP, Long.toString(timestampMs));
        return headers;
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
