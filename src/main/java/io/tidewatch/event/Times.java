package io.tidewatch.event;

import io.tidewatch.event.EventSpec.TimeUnitOfField;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Avro values as event times. Local times and dates, which name no zone, are taken as UTC. */
final class Times {

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
     * @param unit of a number whose type names none
     * @return null when it is no time: text that is not ISO-8601, or not a finite number
     */
    static @Nullable Long read(Object value, Schema leaf, TimeUnitOfField unit) {
        if (value instanceof CharSequence text) {
            return parse(text.toString());
        }
        if (value instanceof Float || value instanceof Double) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? Math.round(number * millisPer(unit)) : null;
        }
        long number = ((Number) value).longValue();
        String logical = AvroTypes.logical(leaf);
        if ("date".equals(logical)) {
            return TimeUnit.DAYS.toMillis(number);
        }
        TimeUnitOfField counted = logical == null ? unit : unitOf(logical, unit);
        return switch (counted) {
            case SECONDS -> TimeUnit.SECONDS.toMillis(number);
            case MILLIS -> number;
            case MICROS -> Math.floorDiv(number, 1_000L);
            case NANOS -> Math.floorDiv(number, 1_000_000L);
        };
    }

    private static TimeUnitOfField unitOf(String logical, TimeUnitOfField otherwise) {
        return switch (logical) {
            case "timestamp-millis", "local-timestamp-millis" -> TimeUnitOfField.MILLIS;
            case "timestamp-micros", "local-timestamp-micros" -> TimeUnitOfField.MICROS;
            case "timestamp-nanos", "local-timestamp-nanos" -> TimeUnitOfField.NANOS;
            default -> otherwise;
        };
    }

    private static double millisPer(TimeUnitOfField unit) {
        return switch (unit) {
            case SECONDS -> 1e3;
            case MILLIS -> 1;
            case MICROS -> 1e-3;
            case NANOS -> 1e-6;
        };
    }

    private static @Nullable Long parse(String text) {
        String iso = text.trim();
        if (iso.length() > 10 && iso.charAt(10) == ' ') {
            iso = iso.substring(0, 10) + 'T' + iso.substring(11);
        }
        try {
            if (iso.length() == 10) {
                return LocalDate.parse(iso)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
            }
            TemporalAccessor parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    iso, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from);
            Instant instant =
                    parsed instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : Instant.from(parsed);
            return instant.toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
