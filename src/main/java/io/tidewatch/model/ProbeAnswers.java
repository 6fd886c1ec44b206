package io.tidewatch.model;

import java.util.Arrays;
import java.util.Random;

/**
 * What a network answers to seeded random windows with hidden cells: what every other way of scoring it is held against.
 *
 * <p>The training library's own answers are stored with the model. A process that only scores can then check its
 * compiled network without loading that library.
 */
public final class ProbeAnswers {
    /** Windows asked about. Odd, so that a kernel's groups of rows and its single rows are both tried. */
    public static final int ROWS = 29;

    private static final long SEED = 20_261_123;
    private static final double HIDDEN_SHARE = 0.2;

    private final InputLayout layout;
    private final float[] answers;

    /**
     * @param answers {@code [ROWS × layout.cells()]}
     * @throws IllegalArgumentException when there are more or fewer of them
     */
    public ProbeAnswers(InputLayout layout, float[] answers) {
        if (answers.length != ROWS * layout.cells()) {
            throw new IllegalArgumentException(
                    answers.length + " answers to the probe, not " + ROWS * layout.cells() + " for " + layout);
        }
        this.layout = layout;
        this.answers = answers.clone();
    }

    /** Asks a scorer. */
    public static ProbeAnswers of(Scorer scorer) {
        InputLayout layout = scorer.layout();
        float[] answers = new float[ROWS * layout.cells()];
        scorer.score(windows(layout), ROWS, answers);
        return new ProbeAnswers(layout, answers);
    }

    public InputLayout layout() {
        return layout;
    }

    /** The answers, {@code [ROWS × layout.cells()]}; a copy. */
    public float[] values() {
        return answers.clone();
    }

    /** The first window asked about, {@code [layout.width()]}. */
    public static float[] window(InputLayout layout) {
        return Arrays.copyOf(windows(layout), layout.width());
    }

    private static float[] windows(InputLayout layout) {
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

    @Override
    public boolean equals(Object other) {
        return other instanceof ProbeAnswers probe
                && layout.equals(probe.layout)
                && Arrays.equals(answers, probe.answers);
    }

    @Override
    public int hashCode() {
        return 31 * layout.hashCode() + Arrays.hashCode(answers);
    }
}
