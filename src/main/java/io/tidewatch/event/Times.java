package io.tidewatch.event;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Avro values as event times. */
final class Times {

    /** Local times this far from 1970 are out of any range; without the bound an offset could make them overflow. */
    private static final long FARTHEST_LOCAL_MS = Long.MAX_VALUE / 2;

    private Times() {}

    /** Whether a type can hold an event time. */
    static boolean canRead(Schema schema) {
        String logical = AvroTypes.logical(schema);
        return switch (schema.getType()) {
            case INT, LONG -> logical == null || !logical.startsWith("time-");
            case FLOAT, DOUBLE -> true;
            case STRING -> logical == null;
            default -> false;
        };
    }

    /**
     * A value as epoch milliseconds; times too far away for that come out as the farthest possible.
     *
     * @param leaf its type
     * @param text how text, plain numbers and local times are read
     * @throws DateTimeException when it is no time; its message says why and what to write instead
     */
    static long read(Object value, Schema leaf, TimeText text) {
        if (value instanceof CharSequence written) {
            return text.read(written.toString()).earlierMs();
        }
        if (value instanceof Float || value instanceof Double) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                throw new DateTimeException("is no finite number; send one, or ISO-8601 text");
            }
            return text.unit().millis(number);
        }
        long number = ((Number) value).longValue();
        String logical = AvroTypes.logical(leaf);
        if ("date".equals(logical)) {
            return local(TimeUnit.DAYS.toMillis(number), text);
        }
        TimeUnitOfField known = knownUnit(logical);
        long timeMs = (known == null ? text.unit() : known).millis(number);
        return logical != null && logical.startsWith("local-") ? local(timeMs, text) : timeMs;
    }

    /** The number whose unit the configuration sets; null when the value is none, or knows its unit itself. */
    static @Nullable BigDecimal plainNumber(Object value, Schema leaf) {
        if (value instanceof CharSequence text) {
            return TimeText.number(text.toString().trim());
        }
        String logical = AvroTypes.logical(leaf);
        return knownUnit(logical) == null && !"date".equals(logical) ? new BigDecimal(value.toString()) : null;
    }

    private static long local(long localMs, TimeText text) {
        long boundedMs = Math.max(-FARTHEST_LOCAL_MS, Math.min(FARTHEST_LOCAL_MS, localMs));
        int nanos = (int) (Math.floorMod(boundedMs, 1_000L) * 1_000_000);
        return text.local(LocalDateTime.ofEpochSecond(Math.floorDiv(boundedMs, 1_000L), nanos, ZoneOffset.UTC))
                .earlierMs();
    }

    /** The unit that a logical type names; null: none. */
    private static @Nullable TimeUnitOfField knownUnit(@Nullable String logical) {
        if (logical == null) {
            return null;
        }
        return switch (logical) {
            case "timestamp-millis", "local-timestamp-millis" -> TimeUnitOfField.MILLIS;
            case "timestamp-micros", "local-timestamp-micros" -> TimeUnitOfField.MICROS;
            case "timestamp-nanos", "local-timestamp-nanos" -> TimeUnitOfField.NANOS;
            default -> null;
        };
    }
}
