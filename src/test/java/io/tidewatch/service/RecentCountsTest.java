package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.topology.InputProgress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentCountsTest {
    private final RecentCounts recent = new RecentCounts();

    private void at(long seconds, long events, long deadLetters) {
        recent.add(
                new Watch.Counts(true, 0, InputProgress.NONE, events, deadLetters, "", 0, 0, 0, List.of()),
                TimeUnit.SECONDS.toNanos(seconds));
    }

    private RecentShare rejected() {
        return recent.share(Watch.Counts::deadLetters, Watch.Counts::records);
    }

    @Test
    void nothingIsBadBeforeTheFirstRecord() {
        at(0, 0, 0);

        assertThat(rejected()).isEqualTo(new RecentShare(0, 0, 1));
        assertThat(rejected().some()).isFalse();
    }

    @Test
    void whereEnoughRecordsComeOnlyTheLastMinuteCounts() {
        at(0, 0, 0);
        at(5, 0, 500);
        at(70, 300, 503);

        assertThat(rejected()).isEqualTo(new RecentShare(3, 303, 2));
        at(80, 340, 503);
        at(131, 370, 503);
        assertThat(rejected()).isEqualTo(new RecentShare(0, 30, 1));
    }

    @Test
    void whereFewComeTheNewestTwentyCount() {
        at(0, 0, 0);
        for (int minute = 1; minute <= 9; minute++) {
            at(60L * minute, 0, 5L * minute);
        }

        assertThat(rejected()).isEqualTo(new RecentShare(20, 20, 4));
        assertThat(rejected().most()).isTrue();
    }

    @Test
    void recordsOlderThanTenMinutesAreForgotten() {
        at(0, 0, 0);
        at(5, 0, 30);
        at(605, 0, 30);
        assertThat(rejected()).isEqualTo(new RecentShare(0, 0, 10));
        at(606, 1, 30);
        assertThat(rejected().some()).isFalse();
    }

    @Test
    void fewerThanTwentyAreWrongOnlyIfAllAreAndNotJustOneOrTwo() {
        assertThat(new RecentShare(19, 19, 10).most()).isTrue();
        assertThat(new RecentShare(5, 5, 10).most()).isTrue();
        assertThat(new RecentShare(4, 4, 10).some()).isFalse();
        assertThat(new RecentShare(18, 19, 10).some()).isFalse();
        assertThat(new RecentShare(10, 20, 10).most()).isTrue();
        assertThat(new RecentShare(1, 20, 10).most()).isFalse();
        assertThat(new RecentShare(1, 20, 10).some()).isTrue();
    }
}
