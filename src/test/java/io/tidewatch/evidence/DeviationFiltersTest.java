package io.tidewatch.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.inference.SideInput;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Scorer;
import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.DeviationFilter.Direction;
import io.tidewatch.window.Steps;
import io.tidewatch.window.Window;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares filtered evidence with unfiltered evidence, and with the window's values. */
class DeviationFiltersTest {
    private static final int STEPS = 16;
    private static final int FEATURES = 2;
    private static final long STEP_MS = 1_800_000;
    private static final SideInput SIDE = new SideInput(List.of());
    private static final InputLayout LAYOUT = new InputLayout(STEPS, FEATURES, SIDE.width());

    /** Puts half of the last shown step in place of everything: expected values that are neither 0 nor exact. */
    private static final Scorer SCORER = new Scorer() {
        @Override
        public InputLayout layout() {
            return LAYOUT;
        }

        @Override
        public void score(float[] inputs, int rows, float[] outputs) {
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < LAYOUT.cells(); i++) {
                    outputs[row * LAYOUT.cells() + i] = 0.5f * inputs[row * LAYOUT.width() + i % FEATURES] + 0.1f;
                }
            }
        }
    };

    private final Random random = new Random(4);
    private final Window window = new Window(STEPS, FEATURES, 0);
    private long now;

    /** Three days and a bit, so that the season is known; one value in 30 missing, one in 40 far off. */
    private void stream(Runnable each) {
        for (int i = 0; i < 200; i++) {
            double[] values = new double[FEATURES];
            for (int f = 0; f < FEATURES; f++) {
                double value = 100 * f - 20 + (5 + 20 * f) * Math.sin(i * 0.26) + random.nextGaussian();
                double off = random.nextInt(40) == 0 ? 30 * random.nextGaussian() : 0;
                values[f] = random.nextInt(30) == 0 ? Double.NaN : value + off;
            }
            now = i * STEP_MS;
            window.add(Steps.of(now, values), now);
            if (window.full()) {
                each.run();
            }
            window.learnSeason(now);
        }
    }

    private Evidence of(EvidenceCalculator calculator) {
        return calculator.withModel(window, SCORER, SIDE, now, List.of());
    }

    @Test
    void filtersThatPassAllGiveTheSameEvidenceAsNone() {
        EvidenceCalculator plain = new EvidenceCalculator(STEPS, FEATURES);
        // Ignores nothing that is not 0, yet is applied.
        EvidenceCalculator open = new EvidenceCalculator(
                STEPS,
                List.of(
                        new DeviationFilter(Direction.BOTH, 1e-300, 0),
                        new DeviationFilter(Direction.BOTH, 0, 1e-300)));
        int[] compared = {0};
        stream(() -> {
            Evidence expected = of(plain);
            Evidence evidence = of(open);
            for (Measure measure : Channels.MEASURES) {
                for (int f = 0; f < FEATURES; f++) {
                    assertThat((Double) evidence.magnitude(measure, f))
                            .isEqualTo((Double) expected.magnitude(measure, f));
                    compared[0] += evidence.magnitude(measure, f) > 0 ? 1 : 0;
                }
            }
        });
        assertThat(compared[0]).isGreaterThan(2_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"UP", "DOWN"})
    void magnitudeIsKeptOnlyWhereItsDirectionIsWatched(Direction direction) {
        EvidenceCalculator plain = new EvidenceCalculator(STEPS, FEATURES);
        EvidenceCalculator up =
                new EvidenceCalculator(STEPS, List.of(new DeviationFilter(direction, 0, 0), DeviationFilter.ANY));
        int[] seen = new int[2];
        stream(() -> {
            Evidence whole = of(plain);
            Evidence filtered = of(up);
            for (Measure measure : Channels.MEASURES) {
                if (!measure.channel().perFeature()
                        || measure.channel().ofMovement()
                        || Double.isNaN(whole.magnitude(measure, 0))) {
                    continue;
                }
                double magnitude = whole.magnitude(measure, 0);
                double deviation = deviation(plain, measure, 0);
                assertThat(Math.abs(deviation)).isCloseTo(whole.magnitude(measure, 0), within(tolerance(magnitude)));
                if (Math.abs(deviation) > tolerance(magnitude)) {
                    boolean watched = deviation > 0 == (direction == Direction.UP);
                    seen[watched ? 1 : 0]++;
                    assertThat(filtered.magnitude(measure, 0)).isEqualTo(watched ? whole.magnitude(measure, 0) : 0);
                }
                assertThat((Double) filtered.magnitude(measure, 1)).isEqualTo((Double) whole.magnitude(measure, 1));
            }
        });
        assertThat(seen[0]).isGreaterThan(200);
        assertThat(seen[1]).isGreaterThan(200);
    }

    @Test
    void smallDeviationIsMarkedAndKeepsItsMagnitude() {
        EvidenceCalculator plain = new EvidenceCalculator(STEPS, FEATURES);
        EvidenceCalculator bounded = new EvidenceCalculator(
                STEPS,
                List.of(new DeviationFilter(Direction.BOTH, 3, 0), new DeviationFilter(Direction.BOTH, 0, 0.05)));
        int[] seen = new int[2];
        stream(() -> {
            Evidence whole = of(plain);
            Evidence filtered = of(bounded);
            for (Measure measure : Channels.MEASURES) {
                for (int f = 0;
                        measure.channel().perFeature() && !measure.channel().ofMovement() && f < FEATURES;
                        f++) {
                    double magnitude = whole.magnitude(measure, f);
                    assertThat((Double) filtered.magnitude(measure, f)).isEqualTo((Double) magnitude);
                    double bound = f == 0 ? 3 : 0.05 * Math.abs(expected(plain, measure, f));
                    if (Math.abs(magnitude - bound) > tolerance(magnitude)) {
                        assertThat(filtered.ignored(Channels.LAYOUT.index(measure, f, FEATURES)))
                                .as("%s of %s, %s", measure, f, magnitude)
                                .isEqualTo(magnitude < bound);
                        seen[magnitude < bound ? 1 : 0]++;
                    }
                }
            }
        });
        assertThat(seen[0]).isGreaterThan(200);
        assertThat(seen[1]).isGreaterThan(200);
    }

    @Test
    void windowErrorIsTheMeanOverTheCellsThatPassTheFilters() {
        List<DeviationFilter> filters =
                List.of(new DeviationFilter(Direction.DOWN, 2, 0), new DeviationFilter(Direction.UP, 0, 0.03));
        EvidenceCalculator filtered = new EvidenceCalculator(STEPS, filters);
        int[] seen = new int[2];
        stream(() -> {
            Evidence evidence = of(filtered);
            Expectations expectations = filtered.expectations();
            double sum = 0;
            int there = 0;
            for (int t = 0; t < STEPS; t++) {
                for (int f = 0; f < FEATURES; f++) {
                    if (Float.isNaN(window.cell(t, f))) {
                        continue;
                    }
                    there++;
                    float reconstruction = expectations.reconstruction(t, f);
                    double expected = window.scale(f).denormalise(reconstruction);
                    boolean counts = filters.get(f).covers(window.value(t, f), expected);
                    sum += counts ? Math.pow(window.cell(t, f) - reconstruction, 2) : 0;
                    seen[counts ? 1 : 0]++;
                }
            }
            assertThat(evidence.magnitude(Measures.WINDOW_ERROR, 0))
                    .isCloseTo(sum / there, within(0.005 * sum / there));
        });
        assertThat(seen[0]).isGreaterThan(500);
        assertThat(seen[1]).isGreaterThan(500);
    }

    /** Magnitudes have three digits. */
    private static double tolerance(double magnitude) {
        return 0.01 * magnitude + 0.01;
    }

    /**
     * Mean over the measure's horizon of what the values are above what it expects: no more than twice that of the
     * horizon's
     * newest part.
     */
    private double deviation(EvidenceCalculator calculator, Measure measure, int f) {
        Expectations expectations = calculator.expectations();
        java.util.function.IntToDoubleFunction above = t -> window.value(t, f) - expectations.of(measure, t, f);
        double whole = mean(measure, above);
        boolean ofNewest = measure.horizon() == Horizon.NEWEST;
        double newest = ofNewest ? Double.NaN : mean(measure.horizon().newestPart(STEPS), above);
        if (Double.isNaN(newest)) {
            return whole;
        }
        return whole * newest <= 0 ? 0 : Math.signum(whole) * Math.min(Math.abs(whole), 2 * Math.abs(newest));
    }

    private double expected(EvidenceCalculator calculator, Measure measure, int f) {
        if (measure.channel() == Channels.LEVEL) {
            return window.scale(f).runningMedian();
        }
        if (measure.channel() == Channels.RECONSTRUCTION) {
            Expectations expectations = calculator.expectations();
            return mean(measure, t -> expectations.of(measure, t, f));
        }
        double actual = mean(measure, t -> window.value(t, f));
        return actual - window.scale(f).scale() * mean(measure, t -> (double) window.seasonalResidual(t, f));
    }

    private double mean(Measure measure, java.util.function.IntToDoubleFunction of) {
        return mean(measure.horizon().length(STEPS), of);
    }

    private double mean(int newest, java.util.function.IntToDoubleFunction of) {
        return java.util.stream.IntStream.range(STEPS - newest, STEPS)
                .mapToDouble(of)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
