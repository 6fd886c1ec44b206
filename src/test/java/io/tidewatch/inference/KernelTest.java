package io.tidewatch.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.window.Steps;
import io.tidewatch.window.Window;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelTest {
    private static final float LIMIT = 80f;

    /** Sinh is as good near 0, where it is as small as its argument, as far out. */
    @ParameterizedTest
    @EnumSource(Kernel.class)
    void hyperbolicSineKeepsItsDigitsAtAnySize(Kernel kernel) {
        Random random = new Random(5);
        float[] u = new float[1_000];
        for (int i = 0; i < u.length; i++) {
            u[i] = (float) ((random.nextBoolean() ? 1 : -1) * Math.pow(10, -6 + 7.9 * random.nextDouble()));
        }
        float[] sinh = new float[u.length];

        kernel.sinh(u, 3, u.length, LIMIT, sinh);

        for (int i = 3; i < u.length; i++) {
            // A rounding of the argument moves the sine by as many of its digits as the argument is large.
            double relative = 4e-7 + 1.2e-7 * Math.abs(u[i]);
            double exact = Math.sinh(u[i]);
            assertThat((double) sinh[i]).as("sinh(%s)", u[i]).isCloseTo(exact, within(relative * Math.abs(exact)));
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void hyperbolicSineIsCutAtTheLimitAndMissingStaysMissing(Kernel kernel) {
        float[] u = new float[40];
        u[20] = Float.NaN;
        u[21] = 1e9f;
        u[22] = Float.NEGATIVE_INFINITY;
        float[] sinh = new float[u.length];

        kernel.sinh(u, 0, u.length, 5f, sinh);

        assertThat(sinh[19]).isZero();
        assertThat(sinh[20]).isNaN();
        assertThat(sinh[21]).isCloseTo((float) Math.sinh(5), within(1e-4f));
        assertThat(sinh[22]).isCloseTo((float) -Math.sinh(5), within(1e-4f));
    }

    /** Against the plainest loop, with widths that fill vectors and others, and some cells missing. */
    @ParameterizedTest
    @EnumSource(Kernel.class)
    void sumsResidualsFeatureByFeature(Kernel kernel) {
        Random random = new Random(6);
        for (int features : new int[] {1, 3, 8, 16, 19, 38}) {
            int steps = 9;
            float[] cells = randomCells(random, steps * features, kernel.lanes());
            float[] expected = randomCells(random, (steps + 2) * features, kernel.lanes());
            int width = Padding.toMultiple(features, kernel.lanes());
            float[] sums = new float[width];
            float[] seen = new float[width];
            float[] offSums = new float[width];
            float[] offSeen = new float[width];

            kernel.sum(cells, 2 * features, steps * features, features, sums, seen);
            kernel.sumOff(cells, expected, 2 * features, 2 * features, steps * features, features, offSums, offSeen);

            for (int f = 0; f < features; f++) {
                float[] there = new float[4];
                for (int i = 2 * features + f; i < steps * features; i += features) {
                    count(cells[i], there, 0);
                    count(cells[i] - expected[2 * features + i], there, 2);
                }
                assertThat(sums[f]).isCloseTo(there[0], within(1e-5f));
                assertThat(seen[f]).isEqualTo(there[1]);
                assertThat(offSums[f]).isCloseTo(there[2], within(1e-5f));
                assertThat(offSeen[f]).isEqualTo(there[3]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void showsCellsWithTheirMaskAndMeasuresOutputsAgainstThem(Kernel kernel) {
        Random random = new Random(7);
        int count = 3 * 19;
        float[] cells = randomCells(random, count, 0);
        float[] outputs = randomCells(random, count, 0);
        float[] inputs = new float[2 * count];
        double squares = 0;
        int there = 0;
        for (int i = 0; i < count; i++) {
            outputs[i] = Float.isNaN(outputs[i]) ? 0 : outputs[i];
            squares += Float.isNaN(cells[i]) ? 0 : Math.pow(cells[i] - outputs[i], 2);
            there += Float.isNaN(cells[i]) ? 0 : 1;
        }

        int shown = kernel.show(cells, count, inputs);

        assertThat(shown).isEqualTo(there);
        for (int i = 0; i < count; i++) {
            assertThat(inputs[i]).isEqualTo(Float.isNaN(cells[i]) ? 0 : cells[i]);
            assertThat(inputs[count + i]).isEqualTo(Float.isNaN(cells[i]) ? 0 : 1);
        }
        assertThat((double) kernel.squares(inputs, outputs, count)).isCloseTo(squares, within(1e-6 * squares));
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void deviatesFromTheSeasonOrElseFromTheMedian(Kernel kernel) {
        Random random = new Random(8);
        int from = 5;
        int count = 3 * 19;
        float[] raw = randomCells(random, from + count, kernel.lanes());
        float[] seasonal = randomCells(random, from + count, kernel.lanes());
        float[] deviations = new float[count + kernel.lanes()];
        float[] known = new float[count + kernel.lanes()];

        kernel.deviations(raw, seasonal, from, count, 1f, deviations, known);

        for (int i = 0; i < count; i++) {
            float off = Float.isNaN(seasonal[from + i]) ? raw[from + i] : seasonal[from + i];
            assertThat(deviations[i]).isEqualTo(off > 1 ? 1 : off < -1 ? -1 : off);
            assertThat(known[i]).isEqualTo(Float.isNaN(off) ? 0 : deviations[i]);
        }
    }

    /** Wherever the ring begins, and also where it is shorter than a vector. */
    @ParameterizedTest
    @EnumSource(Kernel.class)
    void unrollsAWindowOldestStepFirst(Kernel kernel) {
        for (int features : new int[] {1, 2, 3, 8, 19}) {
            Window window = new Window(8, features, 0);
            float[] cells = new float[8 * features + kernel.lanes()];
            for (int i = 0; i < 60; i++) {
                window.add(Steps.of(i, new Random(i).doubles(features).toArray()), i);
                kernel.unroll(window.cells(), window.oldest(), cells);
                for (int at = 0; at < 8 * features; at++) {
                    Float cell = window.cell(at / features, at % features);
                    assertThat(cells[at]).isEqualTo(cell);
                }
            }
        }
    }

    private static void count(float residual, float[] there, int at) {
        if (!Float.isNaN(residual)) {
            there[at] += residual;
            there[at + 1]++;
        }
    }

    private static float[] randomCells(Random random, int count, int longer) {
        float[] cells = new float[count + longer];
        for (int i = 0; i < count; i++) {
            cells[i] = random.nextInt(10) == 0 ? Float.NaN : (float) random.nextGaussian();
        }
        return cells;
    }
}
