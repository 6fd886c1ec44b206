package io.tidewatch.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.event.TimeText.Moment;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    private static long utcMs(String text) {
        Moment moment = TimeText.UTC.read(text);
        assertThat(moment.laterMs()).isEqualTo(moment.earlierMs());
        return moment.earlierMs();
    }

    private static String in(ZoneId zone, String text) {
        return Instant.ofEpochMilli(
                        new TimeText(TimeUnitOfField.MILLIS, zone).read(text).earlierMs())
                .toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2027-02-03T04:05:00Z",
                "2027-02-03t04:05:00z",
                "2027-02-03 04:05:00",
                "  2027-02-03 04:05 ",
                "2027-2-3 4:05",
                "2027-02-03T04:05:00.000000000",
                "2027-02-03 04:05:00,000",
                "2027-02-03T05:05:00+01:00",
                "2027-02-03T05:05:00+0100",
                "2027-02-03T05:05+01",
                "2027-02-03T05:05:00+01:00:00",
                "2027-02-03 04:05:00 +0000",
                "2027-02-03 04:05:00 Z",
                "2027-02-03 01:05:00-0300",
                "2027-02-03 09:35:00 +05:30",
                "2027-02-03 04:05:00 UTC",
                "2027-02-03 04:05:00 gmt",
                "2027-02-03T05:05+01:00[Europe/Oslo]",
                "2027-02-03T05:05[Europe/Oslo]",
                "2027-02-03T04:05Z[Europe/Oslo]",
                "1801627500000",
                "1801627500000.0",
                "1801627500000.",
                "1.8016275E+12",
                "1.8016275e12",
            })
    void oneMomentIsReadInAllItsForms(String text) {
        assertThat(utcMs(text)).isEqualTo(1_801_627_500_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-02-03,2027-02-03T00:00:00Z",
        "2027-02-03T07,2027-02-03T07:00:00Z",
        "2027-02-03T24:00,2027-02-04T00:00:00Z",
        "2027-02-03T23:59:59.123456789,2027-02-03T23:59:59.123Z",
        "2027-02-03T23:59:59.1239,2027-02-03T23:59:59.123Z",
        "1969-12-31T23:59:59.9999Z,1969-12-31T23:59:59.999Z",
        "0001-01-01T00:00:00Z,0001-01-01T00:00:00Z",
        "-1000,1969-12-31T23:59:59Z",
    })
    void partsThatAreLeftOutAreZeroAndWhatIsLessThanAMillisecondIsCut(String text, String expected) {
        assertThat(Instant.ofEpochMilli(utcMs(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "SECONDS,1801627500,1801627500000",
        "SECONDS,1801627500.0,1801627500000",
        "SECONDS,1801627500.2509,1801627500250",
        "SECONDS,-0.0001,-1",
        "SECONDS,1.8016275E+09,1801627500000",
        "MICROS,1801627500000999,1801627500000",
        "MICROS,-1,-1",
        "NANOS,1801627500000000999,1801627500000",
        "NANOS,1.8016275E18,1801627500000",
        "SECONDS,2027-02-03T04:05Z,1801627500000",
    })
    void numbersCountInTheirUnit(TimeUnitOfField unit, String text, long expectedMs) {
        assertThat(new TimeText(unit, OSLO).read(text)).isEqualTo(new Moment(expectedMs, expectedMs));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "12:30",
                "2027-02-03T",
                "2027-02-03T 04:05",
                "2027-02-0304:05",
                "2027-02-03T04:5",
                "2027-02-03T04:05:00.",
                "2027-02-03T04:05:00.1234567890",
                "2027-02-03T04:05:00 CET",
                "2027-02-03T04:05:00+1",
                "2027-02-03+01:00",
                "2027-13-01T00:00Z",
                "2027-02-29",
                "2027-02-03T24:01",
                "2027-02-03T04:60",
                "2027-02-03T04:05+19:00",
                "2027-02-03T04:05[Europe/Atlantis]",
                "NaN",
                "0x10",
                "1,5",
                "1801627500.5",
                "99999999999999999999",
                "1E+99",
            })
    void textThatTellsNoTimeIsRefusedWithTheRemedy(String text) {
        assertThatThrownBy(() -> TimeText.UTC.read(text))
                .isInstanceOf(DateTimeException.class)
                .hasMessageStartingWith("is ")
                .hasMessageContaining("write ISO-8601 such as 2026-11-29T20:49:41Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11/29/2026", "3/4/2027 00:05", "3/4/27", "29.11.2026 20:49:41", "11-29-2026"})
    void datesWhoseOrderIsNotKnownAreRefusedAsAmbiguous(String text) {
        assertThatThrownBy(() -> TimeText.UTC.read(text))
                .isInstanceOf(DateTimeException.class)
                .hasMessage(
                        "is ambiguous: day or month first? To be read, write ISO-8601 such as 2026-11-29T20:49:41Z");
    }

    @Test
    void faultsOfADateAndOfDecimalsAreSaid() {
        assertThatThrownBy(() -> TimeText.UTC.read("2027-02-29")).hasMessageContaining("February 29");
        assertThatThrownBy(() -> TimeText.UTC.read("1801627500.5"))
                .hasMessageContaining("no whole number of milliseconds")
                .hasMessageContaining("of seconds, also with decimals, with --set input.time-unit=s");
    }

    @ParameterizedTest
    @CsvSource({
        "2027-07-01T12:00,2027-07-01T10:00:00Z",
        "2027-01-01T12:00,2027-01-01T11:00:00Z",
        "2027-07-01,2027-06-30T22:00:00Z",
        "2027-07-01T12:00Z,2027-07-01T12:00:00Z",
        "2027-07-01T12:00+05:00,2027-07-01T07:00:00Z",
        "2027-07-01T12:00[Asia/Tokyo],2027-07-01T03:00:00Z",
    })
    void onlyTimesWithoutAZoneAreLocal(String text, String expected) {
        assertThat(in(OSLO, text)).isEqualTo(expected);
    }

    @Test
    void timesThatTheClocksSkipAreMovedForward() {
        assertThat(in(OSLO, "2027-03-28 01:59")).isEqualTo("2027-03-28T00:59:00Z");
        assertThat(in(OSLO, "2027-03-28 02:30")).isEqualTo("2027-03-28T01:30:00Z");
        assertThat(in(OSLO, "2027-03-28 03:00")).isEqualTo("2027-03-28T01:00:00Z");
        assertThat(in(ZoneId.of("America/Santiago"), "2026-09-06"))
                .as("a day whose midnight is skipped")
                .isEqualTo("2026-09-06T04:00:00Z");
    }

    @Test
    void timesThatTheClocksShowTwiceHaveTwoMoments() {
        TimeText text = new TimeText(TimeUnitOfField.MILLIS, OSLO);
        long firstMs = Instant.parse("2027-10-31T00:30:00Z").toEpochMilli();
        assertThat(text.read("2027-10-31 02:30")).isEqualTo(new Moment(firstMs, firstMs + 3_600_000));
        long thirdMs = firstMs + 5_400_000;
        assertThat(text.read("2027-10-31 03:00")).isEqualTo(new Moment(thirdMs, thirdMs));
        assertThat(text.read("2027-10-31 02:30+01:00")).isEqualTo(new Moment(firstMs + 3_600_000, firstMs + 3_600_000));
    }

    @Test
    void whatJavaWritesIsReadAsTheSameMoment() {
        Random random = new Random(11);
        List<DateTimeFormatter> zoned = List.of(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME,
                DateTimeFormatter.ISO_ZONED_DATE_TIME,
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS xxxx"),
                DateTimeFormatter.ofPattern("uuuu-M-d H:mm:ss,nnnnnnnnnxxxxx"));
        List<ZoneId> zones = List.of(
                OSLO,
                ZoneOffset.UTC,
                ZoneId.of("America/St_Johns"),
                ZoneId.of("Asia/Kathmandu"),
                ZoneOffset.ofHours(-11));
        for (int i = 0; i < 4_000; i++) {
            Instant instant = Instant.ofEpochMilli(random.nextLong(-2_000_000_000_000L, 8_000_000_000_000L));
            ZoneId zone = zones.get(random.nextInt(zones.size()));
            String text = zoned.get(i % zoned.size()).format(instant.atZone(zone));
            assertThat(utcMs(text)).as(text).isEqualTo(instant.toEpochMilli());
            LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
            Moment moment = new TimeText(TimeUnitOfField.NANOS, zone).read(local.toString());
            assertThat(instant.toEpochMilli()).as("%s in %s", local, zone).isIn(moment.earlierMs(), moment.laterMs());
        }
    }
}
