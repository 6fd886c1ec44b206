package io.tidewatch.evaluation;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/** Timestamps of series files: ISO-8601, {@code yyyy-MM-dd HH:mm:ss[.ffffff]}, or epoch milliseconds; UTC without zone. */
public final class Timestamps {
    private static final Pattern EPOCH_MS = Pattern.compile("-?\\d{1,18}");

    /** Length of {@code yyyy-MM-dd}; then comes a T or a space. */
    private static final int DATE_LENGTH = 10;

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .appendPattern("HH:mm[:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("][XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private Timestamps() {}

    /**
     * Reads a timestamp.
     *
     * @return epoch milliseconds
     * @throws DateTimeException when it is none of these
     */
    public static long parse(String text) {
        if (EPOCH_MS.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        boolean spaced = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' ';
        String iso = spaced ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1) : text;
        TemporalAccessor time = ISO.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime zoned
                ? zoned.toInstant().toEpochMilli()
                : LocalDateTime.from(time).toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
