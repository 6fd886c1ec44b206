package io.tidewatch.scoring;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.Scorer;

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
    }
}
