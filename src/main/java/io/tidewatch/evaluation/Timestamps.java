package io.tidewatch.evaluation;

import io.tidewatch.event.EventSpec.TimeUnitOfField;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Timestamps of series files: ISO-8601, {@code yyyy-MM-dd HH:mm:ss[.ffffff]}, or time since 1970; UTC without zone. */
public final class Timestamps {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,19}");

    /** Of numbers with decimals only seconds are meant: any other unit would lose them. */
    private static final Pattern SECONDS_WITH_DECIMALS = Pattern.compile("-?\\d{1,15}\\.\\d{1,30}");

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

    /** Whether a timestamp is a plain whole number, whose unit it does not say. */
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** Reads a timestamp; a plain number counts milliseconds. */
    public static long parse(String text) {
        return parse(text, TimeUnitOfField.MILLIS);
    }

    /**
     * Reads a timestamp.
     *
     * @param unit of a plain number; one of seconds may have decimals
     * @return epoch milliseconds
     * @throws DateTimeException when it is none of these
     */
    static long parse(String text, TimeUnitOfField unit) {
        if (isNumber(text)) {
            return number(text, unit);
        }
        if (unit == TimeUnitOfField.SECONDS
                && SECONDS_WITH_DECIMALS.matcher(text).matches()) {
            return new BigDecimal(text)
                    .movePointRight(3)
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact();
        }
        boolean spaced = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' ';
        String iso = spaced ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1) : text;
        TemporalAccessor time = ISO.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime zoned
                ? zoned.toInstant().toEpochMilli()
                : LocalDateTime.from(time).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private static long number(String text, TimeUnitOfField unit) {
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new DateTimeException("a number of too many digits", e);
        }
        return switch (unit) {
            case SECONDS -> TimeUnit.SECONDS.toMillis(number);
            case MILLIS -> number;
            case MICROS -> Math.floorDiv(number, 1_000L);
            case NANOS -> Math.floorDiv(number, 1_000_000L);
        };
    }
}
