package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainedUntilTest {
    private static final long WINDOW = 1_000;

    @Test
    void entityFarAheadOfTheOthersIsToldApartAndMovesNobodyElse() {
        TrainedUntil until = TrainedUntil.of(Map.of("a", 5_000L, "b", 5_400L, "c", 4_900L, "fast", 90_000L), WINDOW);
        assertThat(until.mostMs()).isEqualTo(5_400);
        assertThat(until.others()).containsExactly(Map.entry("fast", 90_000L));
    }

    @Test
    void entityThatStoppedLongAgoIsToldApart() {
        TrainedUntil until = TrainedUntil.of(Map.of("a", 5_000L, "b", 5_400L, "gone", 10L), WINDOW);
        assertThat(until.others()).containsExactly(Map.entry("gone", 10L));
    }

    @Test
    void entitiesToldApartAreBoundedToThoseFurthestApart() {
        Map<String, Long> times = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            times.put("near-" + i, 5_000L);
        }
        for (long i = 0; i < 4_000; i++) {
            times.put("far-" + i, 100_000 + i);
        }
        TrainedUntil until = TrainedUntil.of(times, WINDOW);
        assertThat(until.others()).hasSize(1_000).containsKey("far-3999").doesNotContainKey("far-0");
    }

    @Test
    void nothingIsTrainedOnWithoutEntities() {
        assertThat(TrainedUntil.of(Map.of(), WINDOW)).isEqualTo(new TrainedUntil(0, Map.of()));
    }
}
