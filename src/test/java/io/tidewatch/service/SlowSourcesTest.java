package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowSourcesTest {
    private static final long AT = 1_600_000_000_000L;

    private final SlowSources slow = new SlowSources();
    private long minute;

    private static SourceTimes.Lag lag(String source, long behindSeconds) {
        return new SourceTimes.Lag(source, AT, TimeUnit.SECONDS.toMillis(behindSeconds));
    }

    private Optional<SlowSources.Slow> afterAMinute(SourceTimes.Lag... lags) {
        return slow.look(List.of(lags), TimeUnit.MINUTES.toNanos(minute++));
    }

    @Test
    void sourceFarBehindThatDoesNotComeNearerForFiveMinutesIsSlow() {
        for (int i = 0; i < 5; i++) {
            assertThat(afterAMinute(lag("pumps-0", 720 + i), lag("pumps-1", 0))).isEmpty();
        }

        assertThat(afterAMinute(lag("pumps-0", 720), lag("pumps-1", 0)))
                .contains(new SlowSources.Slow(lag("pumps-0", 720), 5));
    }

    @Test
    void sourceThatCatchesUpHasTime() {
        for (int i = 0; i < 30; i++) {
            assertThat(afterAMinute(lag("pumps-0", 7_200 - 60L * i))).isEmpty();
        }
    }

    @Test
    void sourceThatIsALittleBehindIsNotSlow() {
        for (int i = 0; i < 30; i++) {
            assertThat(afterAMinute(lag("pumps-0", 600))).isEmpty();
        }
    }

    @Test
    void timeStartsAnewOnceItWasNear() {
        for (int i = 0; i < 4; i++) {
            afterAMinute(lag("pumps-0", 720));
        }
        afterAMinute(lag("pumps-0", 0));
        for (int i = 0; i < 5; i++) {
            assertThat(afterAMinute(lag("pumps-0", 720))).isEmpty();
        }
        assertThat(afterAMinute(lag("pumps-0", 720))).isPresent();
    }

    @Test
    void theOneFurthestBehindIsTold() {
        for (int i = 0; i < 5; i++) {
            afterAMinute(lag("pumps-0", 720), lag("pumps-1", 3_600));
        }

        assertThat(afterAMinute(lag("pumps-0", 720), lag("pumps-1", 3_600)))
                .map(found -> found.lag().source())
                .contains("pumps-1");
    }
}
