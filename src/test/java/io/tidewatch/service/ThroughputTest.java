package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThroughputTest {
    private static final long START_MS = 1_772_420_400_000L;

    private final AtomicLong clockMs = new AtomicLong(START_MS);
    private final Throughput throughput = new Throughput(clockMs::get);

    private void add(int events) {
        for (int i = 0; i < events; i++) {
            throughput.add();
        }
    }

    @Test
    void countsEachSecondByItself() {
        add(3);
        clockMs.addAndGet(1000);
        add(1);
        clockMs.addAndGet(2000);

        List<Long> history = throughput.history();

        assertThat(history).hasSize(60).endsWith(3L, 1L, 0L);
        assertThat(throughput.total()).isEqualTo(4);
    }

    @Test
    void leavesOutTheSecondThatStillRuns() {
        add(5);

        assertThat(throughput.history()).containsOnly(0L);
    }

    @Test
    void keepsARateBelowOneASecond() {
        for (int i = 0; i < 30; i++) {
            add(1);
            clockMs.addAndGet(2000);
        }

        assertThat(throughput.history().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(30);
    }

    @Test
    void forgetsWhatIsOlderThanAMinute() {
        add(9);
        clockMs.addAndGet(64_000);
        add(1);
        clockMs.addAndGet(1000);

        assertThat(throughput.history()).containsOnlyOnce(1L).doesNotContain(9L);
        assertThat(throughput.total()).isEqualTo(10);
    }

    @Test
    void losesNothingWhenThreadsCountTogether() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> add(20_000));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        clockMs.addAndGet(1000);

        assertThat(throughput.history()).endsWith(80_000L);
    }
}
