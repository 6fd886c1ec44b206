package io.tidewatch.topology;

import io.tidewatch.event.Extraction.Rejected;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The headers of a dead letter: the record's own, then why it is one, then where it was. All UTF-8 text. */
public final class DeadLetterHeaders {
    /** Why, as {@link io.tidewatch.event.RejectionReason#label}. */
    public static final String REASON = "tidewatch.reason";

    /** What was found, for a person; {@value #LONGEST_ERROR} bytes at most. */
    public static final String ERROR = "tidewatch.error";

    public static final String TOPIC = "tidewatch.topic";
    public static final String PARTITION = "tidewatch.partition";
    public static final String OFFSET = "tidewatch.offset";

    /** The record's own timestamp, epoch milliseconds. */
    public static final String TIMESTAMP = "tidewatch.timestamp";

    /** Only where the letter lacks the record's value: how many bytes that had. */
    public static final String VALUE_LEFT_OUT = "tidewatch.value-left-out";

    /** Only where the letter lacks the record's key: how many bytes that had. */
    public static final String KEY_LEFT_OUT = "tidewatch.key-left-out";

    /** For the record's own headers: twice what a web server takes of a request. */
    static final BoundedHeaders.Room OWN = new BoundedHeaders.Room(256, 16_384, 16_384);

    private static final String OURS = "tidewatch.";

    private DeadLetterHeaders() {}

    static Headers of(Headers original, Rejected rejected, RecordMetadata origin, long timestampMs) {
        BoundedHeaders own = new BoundedHeaders(OWN);
        original.forEach(own::add);
        Headers headers = own.headers();
        add(headers, REASON, rejected.reason().label());
        add(headers, ERROR, rejected.detail());
        add(headers, TOPIC, origin.topic());
        add(headers, PARTITION, Integer.toString(origin.partition()));
        add(headers, OFFSET, Long.toString(origin.offset()));
        add(headers, TIMESTAMP, Long.toString(timestampMs));
        return headers;
    }

    /** Those of a letter that are ours alone, the last one of each name. */
    static Headers ours(Headers letter) {
        Headers ours = new RecordHeaders();
        for (Header header : letter) {
            if (header.key().startsWith(OURS)) {
                ours.remove(header.key()).add(header);
            }
        }
        return ours;
    }

    static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where a letter's record was, for the log. */
    static Place place(Headers letter) {
        return new Place(
                text(letter, TOPIC), Integer.parseInt(text(letter, PARTITION)), Long.parseLong(text(letter, OFFSET)));
    }

    static String text(Headers letter, String name) {
        return new String(letter.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
