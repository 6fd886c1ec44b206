package io.tidewatch.event;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times written as text, the same in records as in series files.
 *
 * <table>
 * <caption>The forms that are read</caption>
 * <tr><th>part</th><th>forms</th></tr>
 * <tr><td>date</td><td>{@code 2026-11-29}, {@code 2026-1-5}; alone it is midnight</td></tr>
 * <tr><td>time</td><td>after {@code T}, {@code t} or a space: {@code 20}, {@code 7:03}, {@code 20:49}, {@code
 * 20:49:41}, with up to 9 digits after {@code .} or {@code ,}; {@code 24:00} is the next midnight</td></tr>
 * <tr><td>zone</td><td>{@code Z}, {@code UTC}, {@code GMT} in any case, {@code +01}, {@code +0100}, {@code +01:00}, all
 * also after a space; {@code [Europe/Berlin]} alone or after these, which then decide</td></tr>
 * <tr><td>number since 1970</td><td>{@code 1700000000000}, {@code 1700000000000.0}, {@code 1.7E+12}, in {@link #unit};
 * one of seconds may have decimals</td></tr>
 * </table>
 *
 * @param unit of a number
 * @param zone of a local time, which names none
 */
public record TimeText(TimeUnitOfField unit, ZoneId zone) {
    /** Numbers are milliseconds, local times are UTC. */
    public static final TimeText UTC = new TimeText(TimeUnitOfField.MILLIS, ZoneOffset.UTC);

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}(\\.\\d{0,40})?([eE][+-]?\\d{1,2})?");

    private static final Pattern ISO = Pattern.compile("(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})"
            + "([Tt ](?<hour>\\d{1,2})(:(?<minute>\\d\\d)(:(?<second>\\d\\d)([.,](?<fraction>\\d{1,9}))?)?)?"
            + "( ?(?<utc>[Zz]|(?i:UTC|GMT))| ?(?<sign>[+-])(?<hours>\\d\\d)(:?(?<minutes>\\d\\d)(:?(?<seconds>\\d\\d))?)?)?"
            + "(\\[(?<zone>[^\\[\\]]{1,80})])?)?");

    /** Dates of which only who wrote them knows whether the day or the month comes first. */
    private static final Pattern YEAR_LAST = Pattern.compile("\\d{1,2}([/.-])\\d{1,2}\\1\\d{2,4}(\\D.*)?");

    private static final String REMEDY = "write ISO-8601 such as 2026-11-29T20:49:41Z";

    /**
     * When a text says it is.
     *
     * @param earlierMs epoch milliseconds
     * @param laterMs another than {@code earlierMs} for a local time that the clocks show twice, when they are set back
     */
    public record Moment(long earlierMs, long laterMs) {}

    /** @throws DateTimeException when it is no time; its message says why and what to write instead */
    public Moment read(String text) {
        String time = text.trim();
        BigDecimal number = number(time);
        if (number != null) {
            long ms = fromNumber(number);
            return new Moment(ms, ms);
        }
        Matcher parts = ISO.matcher(time);
        if (!parts.matches()) {
            throw unreadable(time);
        }
        try {
            return moment(parts);
        } catch (DateTimeException e) {
            throw new DateTimeException("is no time (" + e.getMessage() + "); " + REMEDY, e);
        }
    }

    /** The number that a text is; null: it is none. */
    public static @Nullable BigDecimal number(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** When the clocks of the zone show this; a time that they skip when set forward is as much later as they skip. */
    Moment local(LocalDateTime time) {
        return local(time, zone);
    }

    private long fromNumber(BigDecimal number) {
        if (unit != TimeUnitOfField.SECONDS && number.stripTrailingZeros().scale() > 0) {
            throw new DateTimeException("is no whole number of " + unit.words() + "; " + remedy());
        }
        try {
            return unit.millis(number);
        } catch (ArithmeticException e) {
            throw new DateTimeException("is a number of too many digits; " + remedy(), e);
        }
    }

    private DateTimeException unreadable(String text) {
        return new DateTimeException(
                YEAR_LAST.matcher(text).matches()
                        ? "is ambiguous: day or month first? To be read, " + REMEDY
                        : "is no time; " + remedy());
    }

    private String remedy() {
        return REMEDY + ", or a number of " + unit.words() + " since 1970"
                + (unit == TimeUnitOfField.SECONDS
                        ? ""
                        : " (of seconds, also with decimals, with --set input.time-unit=s)");
    }

    private Moment moment(Matcher parts) {
        LocalDateTime time = localTime(parts);
        String named = parts.group("zone");
        ZoneId in = named == null ? zone : ZoneId.of(named);
        if (parts.group("utc") != null) {
            return local(time, ZoneOffset.UTC);
        }
        String sign = parts.group("sign");
        if (sign == null) {
            return local(time, in);
        }
        int direction = "-".equals(sign) ? -1 : 1;
        return local(
                time,
                ZoneOffset.ofHoursMinutesSeconds(
                        direction * part(parts, "hours"),
                        direction * part(parts, "minutes"),
                        direction * part(parts, "seconds")));
    }

    private static LocalDateTime localTime(Matcher parts) {
        LocalDate date = LocalDate.of(part(parts, "year"), part(parts, "month"), part(parts, "day"));
        int hour = part(parts, "hour");
        int minute = part(parts, "minute");
        int second = part(parts, "second");
        String fraction = parts.group("fraction");
        int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
        return hour == 24 && minute == 0 && second == 0 && nanos == 0
                ? date.plusDays(1).atStartOfDay()
                : date.atTime(LocalTime.of(hour, minute, second, nanos));
    }

    private static int part(Matcher parts, String name) {
        String digits = parts.group(name);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static Moment local(LocalDateTime time, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        if (offsets.size() < 2) {
            long ms = time.atZone(zone).toInstant().toEpochMilli();
            return new Moment(ms, ms);
        }
        return new Moment(
                time.toInstant(offsets.get(0)).toEpochMilli(),
                time.toInstant(offsets.get(1)).toEpochMilli());
    }
}
