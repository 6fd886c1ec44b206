package io.tidewatch.inference;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.Scorer;
import java.util.Arrays;

/** Holds a scorer against a reference before it goes live. */
public final class ParityCheck {
    /** Largest difference of an output, in normalised units. */
    public static final float TOLERANCE = 1e-5f;

    private ParityCheck() {}

    /** As {@link #require(Scorer, ProbeAnswers)}, asking the reference now. */
    public static void require(Scorer scorer, Scorer reference) {
        require(scorer, ProbeAnswers.of(reference));
    }

    /**
     * Compares the answers to seeded random windows with hidden cells.
     *
     * @throws IllegalStateException when the layouts differ, or an answer is not finite or further than
     *     {@link #TOLERANCE} from the reference, naming the cell and both answers
     */
    public static void require(Scorer scorer, ProbeAnswers reference) {
        InputLayout layout = reference.layout();
        if (!scorer.layout().equals(layout)) {
            throw new IllegalStateException("the scorer is for " + scorer.layout() + ", its reference for " + layout);
        }
        float[] answers = ProbeAnswers.of(scorer).values();
        float[] expected = reference.values();
        for (int i = 0; i < answers.length; i++) {
            // Written so that NaN fails.
            if (!(Math.abs(answers[i] - expected[i]) <= TOLERANCE)) {
                throw new IllegalStateException("the compiled network (" + CompiledScorer.kernel() + ") answers "
                        + answers[i] + " where its reference answers " + expected[i] + " (probe row "
                        + i / layout.cells() + ", cell " + i % layout.cells()
                        + "); do not use this model: train it anew, or run without --add-modules jdk.incubator.vector");
            }
        }
        requireHidingAgrees(scorer);
    }

    /** The detector asks with {@link Scorer#scoreHiding}, which may take another way to the same answers. */
    private static void requireHidingAgrees(Scorer scorer) {
        InputLayout layout = scorer.layout();
        int cells = layout.cells();
        float[] input = ProbeAnswers.window(layout);
        int[] hidden = {1, Math.max(1, layout.steps() / 2), layout.steps()};
        float[] hiding = new float[(1 + hidden.length) * cells];
        scorer.scoreHiding(input, hidden, hiding);
        for (int row = 0; row <= hidden.length; row++) {
            float[] rowInput = input.clone();
            int first = row == 0 ? 0 : cells - hidden[row - 1] * layout.features();
            if (row > 0) {
                Arrays.fill(rowInput, first, cells, 0);
                Arrays.fill(rowInput, cells + first, 2 * cells, 0);
            }
            float[] plain = new float[cells];
            scorer.score(rowInput, 1, plain);
            for (int cell = first; cell < cells; cell++) {
                // Written so that NaN fails.
                if (!(Math.abs(hiding[row * cells + cell] - plain[cell]) <= TOLERANCE)) {
                    throw new IllegalStateException("the compiled network (" + CompiledScorer.kernel() + ") answers "
                            + hiding[row * cells + cell] + " for cell " + cell + " hidden together with its window's"
                            + " other blocks, " + plain[cell] + " by itself; run without --add-modules"
                            + " jdk.incubator.vector");
                }
            }
        }
    }
}
