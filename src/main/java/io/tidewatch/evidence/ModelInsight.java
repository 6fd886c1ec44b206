package io.tidewatch.evidence;

import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.Kernel;
import io.tidewatch.model.CellSpread;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.TrainedNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Figures of a model that only alerts need: the code of a window, and how far its cells usually are from their
 * reconstruction. Immutable; safe for many threads.
 */
public final class ModelInsight {
    private final InputLayout layout;
    private final CompiledScorer network;
    private final int codeLayer;
    private final Optional<Scorer> spread;

    public ModelInsight(TrainedNetwork trained) {
        Network plain = trained.network();
        this.layout = plain.layout();
        this.network = CompiledScorer.compile(plain, Kernel.best());
        this.codeLayer = plain.codeLayer().orElse(-1);
        this.spread = trained.spread().map(layer -> CompiledScorer.compile(plain.withLast(layer)));
    }

    /**
     * The code of a window: what the narrowest hidden layer answers; empty for a network without one.
     *
     * @param input {@code [layout.width()]}, as {@link Scorer} takes it
     */
    public List<Float> code(float[] input) {
        return codeLayer < 0 ? List.of() : network.answersOf(codeLayer, input);
    }

    /**
     * The scale of each cell around its reconstruction, see {@link CellSpread}; empty for a model that has learned
     * none.
     *
     * @param input {@code [layout.width()]}, as {@link Scorer} takes it
     * @param hidden how many of the newest steps to hide
     */
    public Optional<Scales> scales(float[] input, int hidden) {
        return spread.map(scorer -> {
            int cells = layout.cells();
            float[] row = Arrays.copyOf(input, layout.width());
            int shown = cells - hidden * layout.features();
            Arrays.fill(row, shown, cells, 0);
            Arrays.fill(row, cells + shown, 2 * cells, 0);
            float[] logVariances = new float[cells];
            scorer.score(row, 1, logVariances);
            return (step, feature) -> CellSpread.scale(logVariances[layout.cell(step, feature)]);
        });
    }

    /** Scales by cell. */
    @FunctionalInterface
    public interface Scales {
        /** In normalised units, positive. */
        double of(int step, int feature);
    }
}
