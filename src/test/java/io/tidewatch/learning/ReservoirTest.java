package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReservoirTest {
    private static final long START = 1_600_000_000_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;

    private final SampleFixtures.HeapStore store = new SampleFixtures.HeapStore();

    private void take(Reservoir reservoir, String entity, long stepMs) {
        reservoir.add(new SampleKey(stepMs, stepMs, entity), new byte[0]);
        reservoir.take();
    }

    @Test
    void windowsOfAFortnightAgoAreAboutAThirdAsManyAsThoseOfToday() {
        Reservoir reservoir = new Reservoir(1_000, store);
        for (int minute = 0; minute < 42 * 1_440; minute++) {
            take(reservoir, "a", START + minute * 60_000L);
        }
        long end = START + 42 * DAY;
        long newest = count(reservoir, end - 7 * DAY, end);
        long before = count(reservoir, end - 21 * DAY, end - 14 * DAY);
        assertThat(before / (double) newest).isBetween(0.27, 0.47);
    }

    private static long count(Reservoir reservoir, long fromMs, long toMs) {
        return reservoir.kept().stream()
                .filter(key -> key.stepMs() >= fromMs && key.stepMs() < toMs)
                .count();
    }

    @Test
    void entityThatIsGoneForLongIsForgotten() {
        Reservoir reservoir = new Reservoir(10, store);
        take(reservoir, "gone", START);
        take(reservoir, "here", START + 57 * DAY);
        reservoir.forget(START + 57 * DAY);
        assertThat(reservoir.kept()).extracting(SampleKey::entity).containsExactly("here");
        assertThat(store.samples).hasSize(1);
    }

    @Test
    void whatDoesNotFitWhileATrainingRunsIsCounted() {
        Reservoir reservoir = new Reservoir(10, store);
        for (int i = 0; i < 100; i++) {
            reservoir.add(new SampleKey(START + i, START + i, "a"), new byte[0]);
        }
        assertThat(reservoir.waiting()).isEqualTo(80);
        assertThat(reservoir.dropped()).isEqualTo(20);
        assertThat(store.samples).hasSize(80);
    }
}
