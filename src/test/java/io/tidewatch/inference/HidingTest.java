package io.tidewatch.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HidingTest {

    /** A row as a window gives it; some cells missing. */
    private static float[] row(InputLayout layout, double missingShare, Random random) {
        float[] row = new float[layout.width()];
        for (int i = 0; i < layout.cells(); i++) {
            boolean there = random.nextDouble() >= missingShare;
            row[i] = there ? (float) random.nextGaussian() : 0;
            row[layout.cells() + i] = there ? 1 : 0;
        }
        for (int i = 0; i < layout.side(); i++) {
            row[layout.sideAt(i)] = (float) random.nextGaussian();
        }
        return row;
    }

    /** Different lengths, ascending; three at most, as often none. */
    private static int[] hidden(InputLayout layout, Random random) {
        return random.ints(random.nextInt(4), 1, layout.steps() + 1)
                .distinct()
                .sorted()
                .toArray();
    }

    private static void requireAgreement(Scorer scorer, Network network, float[] row, int[] hidden, String name) {
        InputLayout layout = network.layout();
        float[] outputs = new float[(1 + hidden.length) * layout.cells()];
        scorer.scoreHiding(row, hidden, outputs);
        for (int r = 0; r <= hidden.length; r++) {
            int shown = r == 0 ? layout.cells() : (layout.steps() - hidden[r - 1]) * layout.features();
            float[] plain = row.clone();
            Arrays.fill(plain, shown, layout.cells(), 0);
            Arrays.fill(plain, layout.cells() + shown, 2 * layout.cells(), 0);
            double[] expected = RandomNetworks.reference(network, plain, 0);
            for (int i = r == 0 ? 0 : shown; i < layout.cells(); i++) {
                assertThat((double) outputs[r * layout.cells() + i])
                        .as(name + ", row " + r + ", cell " + i)
                        .isCloseTo(expected[i], within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void hiddenRowsAgreeWithPlainArithmeticOnAnyNetwork(Kernel kernel) {
        for (long seed = 1; seed <= 60; seed++) {
            Network network = RandomNetworks.network(seed);
            Random random = new Random(seed);
            float[] row = row(network.layout(), seed % 3 * 0.2, random);
            int[] hidden = hidden(network.layout(), random);
            requireAgreement(CompiledScorer.compile(network, kernel), network, row, hidden, "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void moreRowsThanATileHoldsAgreeToo(Kernel kernel) {
        Network network = RandomNetworks.network(5);
        float[] row = row(network.layout(), 0.1, new Random(5));
        requireAgreement(CompiledScorer.compile(network, kernel), network, row, new int[] {1, 2, 3, 4}, "five rows");
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void aWindowWithoutAnyCellAgrees(Kernel kernel) {
        Network network = RandomNetworks.network(8);
        float[] row = row(network.layout(), 1, new Random(8));
        requireAgreement(CompiledScorer.compile(network, kernel), network, row, new int[] {1, 3}, "empty");
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void earlierCallsLeaveNoTrace(Kernel kernel) {
        Network network = RandomNetworks.network(9);
        Scorer scorer = CompiledScorer.compile(network, kernel);
        float[] broken = new float[network.layout().width()];
        Arrays.fill(broken, Float.POSITIVE_INFINITY);
        scorer.scoreHiding(
                broken, new int[] {1, 2, 3}, new float[4 * network.layout().cells()]);
        requireAgreement(scorer, network, row(network.layout(), 0, new Random(1)), new int[] {1, 3}, "afterwards");
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void theInputIsLeftAsItIs(Kernel kernel) {
        Network network = RandomNetworks.network(10);
        float[] row = row(network.layout(), 0.3, new Random(2));
        float[] before = row.clone();
        CompiledScorer.compile(network, kernel)
                .scoreHiding(row, new int[] {2}, new float[2 * network.layout().cells()]);
        assertThat(row).isEqualTo(before);
    }

    @Test
    void tooShortArraysAreRefused() {
        Network network = RandomNetworks.network(3);
        float[] row = new float[network.layout().width()];
        assertThatThrownBy(() -> CompiledScorer.compile(network).scoreHiding(row, new int[] {1}, new float[1]))
                .hasMessageContaining("too short");
    }
}
