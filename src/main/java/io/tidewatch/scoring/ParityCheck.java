package io.tidewatch.scoring;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Scorer;
import java.util.Random;

/** Holds a scorer against a reference before it goes live. */
public final class ParityCheck {
    /** Largest difference of an output, in normalised units. */
    public static final float TOLERANCE = 1e-5f;

    private static final long SEED = 20_261_123;

    /** Odd, so that a kernel's groups of rows and its single rows are both tried. */
    private static final int ROWS = 29;

    private static final double HIDDEN_SHARE = 0.2;

    private ParityCheck() {}

    /**
     * Compares the answers to seeded random windows with hidden cells.
     *
     * @throws IllegalStateException when the layouts differ, or an answer is not finite or further than
     *     {@link #TOLERANCE} from the reference, naming the cell and both answers
     */
    public static void require(Scorer scorer, Scorer reference) {
        InputLayout layout = reference.layout();
        if (!scorer.layout().equals(layout)) {
            throw new IllegalStateException("the scorer is for " + scorer.layout() + ", its reference for " + layout);
        }
        float[] inputs = probe(layout);
        float[] answers = new float[ROWS * layout.cells()];
        float[] expected = new float[ROWS * layout.cells()];
        scorer.score(inputs, ROWS, answers);
        reference.score(inputs, ROWS, expected);
        for (int i = 0; i < answers.length; i++) {
            // Written so that NaN fails.
            if (!(Math.abs(answers[i] - expected[i]) <= TOLERANCE)) {
                throw new IllegalStateException("the compiled network (" + CompiledScorer.kernel() + ") answers "
                        + answers[i] + " where its reference answers " + expected[i] + " (probe row "
                        + i / layout.cells() + ", cell " + i % layout.cells()
                        + "); do not use this model: train it anew, or run without --add-modules jdk.incubator.vector");
            }
        }
    }

    private static float[] probe(InputLayout layout) {
        Random random = new Random(SEED);
        float[] inputs = new float[ROWS * layout.width()];
        for (int row = 0; row < ROWS; row++) {
            int at = row * layout.width();
            for (int i = 0; i < layout.cells(); i++) {
                boolean hidden = random.nextDouble() < HIDDEN_SHARE;
                inputs[at + i] = hidden ? 0 : (float) random.nextGaussian();
                inputs[at + layout.cells() + i] = hidden ? 0 : 1;
            }
            for (int i = 0; i < layout.side(); i++) {
                inputs[at + layout.sideAt(i)] = (float) random.nextGaussian();
            }
        }
        return inputs;
    }
}
