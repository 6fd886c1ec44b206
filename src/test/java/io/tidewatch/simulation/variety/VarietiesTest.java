package io.tidewatch.simulation.variety;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.decision.AnomalyKind;
import io.tidewatch.simulation.AnomalyType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VarietiesTest {
    private static final List<SeriesRecipe> ALL = Varieties.all();

    @Test
    void suiteIsSmallAndItsNamesAreItsOwn() {
        assertThat(ALL).hasSize(25);
        assertThat(ALL).extracting(SeriesRecipe::name).doesNotHaveDuplicates();
        assertThat(ALL).allMatch(recipe -> recipe.grid().rows() <= 6000);
    }

    @Test
    void rhythmsStepsAndKindsOfValuesAllOccur() {
        assertThat(ALL)
                .extracting(recipe -> recipe.demand().rhythm().periodMs() / 3_600_000)
                .contains(0.0, 1.0, 6.0, 24.0, 168.0);
        assertThat(ALL)
                .extracting(recipe -> recipe.grid().step())
                .contains(Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofDays(1));
        Set<Class<?>> noises = ALL.stream()
                .flatMap(recipe -> recipe.features().stream())
                .map(feature -> feature.noise().getClass())
                .collect(Collectors.toSet());
        assertThat(noises)
                .containsExactlyInAnyOrder(
                        GaussianNoise.class,
                        PoissonCount.class,
                        RareErrors.class,
                        CappedShare.class,
                        StudentNoise.class,
                        LogNormalNoise.class,
                        Exact.class);
        assertThat(ALL)
                .anyMatch(recipe -> recipe.grid().missing() > 0 && recipe.grid().jitter() > 0);
        assertThat(ALL).anyMatch(recipe -> recipe.demand().rhythm() instanceof SquareWave);
        assertThat(ALL).extracting(recipe -> recipe.features().size()).contains(1, 8);
    }

    @Test
    void eachKindOfAnomalyIsInManySeries() {
        for (AnomalyKind kind : AnomalyKind.values()) {
            assertThat(ALL.stream()
                            .filter(recipe -> recipe.anomalies().stream()
                                    .map(AnomalyType::kind)
                                    .anyMatch(kind::equals))
                            .count())
                    .as(kind.label())
                    .isGreaterThan(15);
        }
    }

    @Test
    void normalSeriesAreTheSameWithNothingWrong() {
        assertThat(Varieties.normal()).hasSameSizeAs(ALL).allMatch(recipe -> recipe.anomalies()
                .isEmpty());
        assertThat(Varieties.normal())
                .extracting(SeriesRecipe::name)
                .isEqualTo(ALL.stream().map(SeriesRecipe::name).toList());
    }
}
