package io.tidewatch.evaluation;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Timestamps of series files: ISO-8601, {@code yyyy-MM-dd HH:mm:ss[.ffffff]}, or epoch milliseconds; UTC without zone. */
final class Timestamps {
    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][ ]HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(java.util.Locale.ROOT);

    private Timestamps() {}

    /** @throws DateTimeException when it is none of these */
    static long parse(String text) {
        if (!text.isEmpty()
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-')
                && text.lastIndexOf('-') <= 0) {
            return Long.parseLong(text);
        }
        boolean zoned = text.endsWith("Z") || text.matches(".*\\d{2}:\\d{2}.*[+-]\\d{2}:?\\d{2}$");
        return zoned
                ? OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().toEpochMilli()
                : LocalDateTime.parse(text, LOCAL).toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
