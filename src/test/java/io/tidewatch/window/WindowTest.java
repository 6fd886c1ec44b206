package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    private static final long MINUTE_MS = 60_000;

    private static Step step(long index, double... values) {
        return Steps.of(index * MINUTE_MS, values);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 32, 50})
    void holdsTheLastStepsInTheirUnits(int steps) {
        Random random = new Random(2);
        Window window = new Window(steps, 2, 0);
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            double[] values = {50 + i * 0.3 + random.nextGaussian(), random.nextInt(5) == 0 ? Double.NaN : 3};
            all.add(values);
            window.add(step(i, values), i * MINUTE_MS);
        }
        for (int t = 0; t < steps; t++) {
            double[] expected = all.get(all.size() - steps + t);
            assertThat(window.startMs(t)).isEqualTo((all.size() - steps + t) * MINUTE_MS);
            assertThat(window.value(t, 0)).isCloseTo(expected[0], within(1e-3));
            if (Double.isNaN(expected[1])) {
                assertThat(window.value(t, 1)).isNaN();
            } else {
                assertThat(window.value(t, 1)).isCloseTo(3, within(1e-3));
            }
        }
    }

    @Test
    void isFullOnceItsScalesAreKnownAndEveryStepIsThere() {
        Window window = new Window(40, 1, 0);
        for (int i = 0; i < 39; i++) {
            window.add(step(i, i), i);
            assertThat(window.full()).isFalse();
        }
        window.add(step(39, 39), 39);
        assertThat(window.full()).isTrue();
    }

    @Test
    void featureThatComesLaterGetsAScaleThen() {
        Window window = new Window(8, 1, 0);
        for (int i = 0; i < 40; i++) {
            window.add(step(i, Double.NaN), i);
        }
        assertThat(window.cell(7, 0)).isNaN();
        window.add(step(40, 12), 40);
        assertThat(window.value(7, 0)).isEqualTo(12);
    }

    @Test
    void copyIsOldestFirst() {
        Window window = new Window(8, 2, 0);
        for (int i = 0; i < 45; i++) {
            window.add(step(i, i, -i), i);
        }
        float[] cells = new float[16];
        window.copyCells(cells);
        for (int t = 0; t < 8; t++) {
            assertThat(cells[2 * t]).isEqualTo(window.cell(t, 0));
            assertThat(cells[2 * t + 1]).isEqualTo(window.cell(t, 1));
        }
    }

    @Test
    void seasonSpeaksAfterADayAndSeesAValueAtTheWrongTime() {
        Window window = new Window(8, 1, 0);
        long slotMs = 900_000;
        for (int i = 0; i < 96 * 4; i++) {
            double value = i % 96 < 48 ? 10 : 20 + (i % 3);
            window.add(step(0, value), i * slotMs);
            if (i < 96) {
                assertThat(window.seasonalResidual(7, 0)).isNaN();
            } else if (i > 96 * 2) {
                // The first steps of all have no scale yet, and teach nothing.
                assertThat(window.seasonalResidual(7, 0)).isNotNaN();
            }
            if (i >= 96 * 3) {
                assertThat(window.seasonalResidual(7, 0) * window.scale(0).scale())
                        .isCloseTo(0, within(i % 48 < 2 || i % 48 > 46 ? 11.0 : 3.5));
            }
            window.learnSeason(i * slotMs);
        }
        window.add(step(0, 20), 96 * 4 * slotMs + 10 * slotMs);
        assertThat(window.seasonalResidual(7, 0) * window.scale(0).scale()).isGreaterThan(9);
    }
}
