package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleRateTest {
    private static long sent(int entities, double intervalMs, long stepMs) {
        SampleRate rate = new SampleRate();
        rate.entities(entities);
        return IntStream.range(0, entities)
                .filter(e -> rate.takes("entity-" + e, stepMs, intervalMs))
                .count();
    }

    @Test
    void allWindowsAreSentWhileThereAreFewEntities() {
        assertThat(sent(256, 10_000, 0)).isEqualTo(256);
        assertThat(sent(256, 60_000, 10_000)).isEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource({"257, 128", "1000, 250", "4096, 256", "100000, 195"})
    void aboutAsManyAreSentHoweverManyEntitiesThereAre(int entities, double expected) {
        double mean = IntStream.range(0, 50)
                .mapToLong(step -> sent(entities, 10_000, step * 10_000L))
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(0.93 * expected, 1.07 * expected);
    }

    @Test
    void shorterStepsSendNoMoreInTheSameTime() {
        double mean = IntStream.range(0, 1_000)
                .mapToLong(step -> sent(256, 100, step * 100L))
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(2.3, 2.8);
    }

    @Test
    void taskThatReadsItsInputAgainChoosesTheSameWindows() {
        SampleRate one = new SampleRate();
        SampleRate again = new SampleRate();
        one.entities(10_000);
        again.entities(9_000);
        for (int step = 0; step < 1_000; step++) {
            assertThat(again.takes("a", step * 10_000L, 10_000)).isEqualTo(one.takes("a", step * 10_000L, 10_000));
        }
    }
}
