package io.tidewatch.topology;

import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Picks the headers that tie a record to a trace: W3C, B3, Jaeger, Datadog. Others stay behind, for they describe the
 * record's value (content type, schema id), and an alert's value is another. So do those that are larger than any trace
 * needs; {@link BoundedHeaders#LEFT_OUT} says how many.
 */
final class TraceHeaders {
    /** W3C lets a baggage have 8,192 bytes; Datadog's headers are the most in number, a dozen. */
    static final BoundedHeaders.Room ROOM = new BoundedHeaders.Room(32, 8_192 + 64, 16_384);

    private static final Set<String> NAMES = Set.of("traceparent", "tracestate", "baggage", "b3", "uber-trace-id");
    private static final Set<String> PREFIXES = Set.of("x-b3-", "x-datadog-");

    private TraceHeaders() {}

    static Headers of(Headers headers) {
        BoundedHeaders picked = new BoundedHeaders(ROOM);
        for (Header header : headers) {
            String name = header.key().toLowerCase(Locale.ROOT);
            if (NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) {
                picked.add(header);
            }
        }
        return picked.headers();
    }
}
