package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimeContextTest {

    @Test
    void localTimeFollowsDaylightSaving() {
        TimeContext berlin = new TimeContext(ZoneId.of("Europe/Berlin"));
        for (String time : new String[] {
            "2026-03-29T00:59:59Z",
            "2026-03-29T01:00:00Z",
            "2026-07-01T12:00:00Z",
            "2026-10-25T00:59:59Z",
            "2026-10-25T01:00:00Z",
            "1969-12-31T23:59:59Z"
        }) {
            Instant instant = Instant.parse(time);
            long offsetMs =
                    ZoneId.of("Europe/Berlin").getRules().getOffset(instant).getTotalSeconds() * 1000L;
            assertThat(berlin.localMs(instant.toEpochMilli())).as(time).isEqualTo(instant.toEpochMilli() + offsetMs);
        }
    }

    @Test
    void sameTimeOfDayLooksTheSameAndMondayIsTheStartOfTheWeek() {
        float[] a = new float[TimeContext.WIDTH];
        float[] b = new float[TimeContext.WIDTH];
        TimeContext utc = new TimeContext(ZoneOffset.UTC);
        TimeContext.write(utc.localMs(Instant.parse("2026-11-23T06:00:00Z").toEpochMilli()), a, 0);
        TimeContext.write(utc.localMs(Instant.parse("2026-11-24T06:00:00Z").toEpochMilli()), b, 0);
        for (int i = 0; i < 4; i++) {
            assertThat(a[i]).isEqualTo(b[i]);
        }
        assertThat(a[4]).isNotEqualTo(b[4]);
        TimeContext.write(utc.localMs(Instant.parse("2026-11-23T00:00:00Z").toEpochMilli()), a, 0);
        assertThat(a).containsExactly(0, 1, 0, 1, 0, 1);
    }
}
