package io.tidewatch.model;

import java.util.Arrays;

/** A trained network, ready to reconstruct windows. Immutable, and safe for many threads. */
public interface Scorer {

    /** Where things are in an input row. */
    InputLayout layout();

    /**
     * Reconstructs windows.
     *
     * @param inputs {@code [rows × layout.width()]}, finite; not changed
     * @param rows how many rows of it to use
     * @param outputs {@code [rows × layout.cells()]}, written
     * @throws IllegalArgumentException when an array is too short
     */
    void score(float[] inputs, int rows, float[] outputs);

    /**
     * Reconstructs one window as it is, then again for each run of newest steps to hide. Answers as {@link #score} does for
     * those rows, within rounding: the rows of one window share most of their work, which a scorer may do once.
     *
     * @param input {@code [layout.width()]}, finite: nothing hidden, missing cells 0 with mask 0; not changed
     * @param hidden how many newest steps to hide in each further row, ascending, 1 to {@code layout.steps()}
     * @param outputs {@code [(1 + hidden.length) × layout.cells()]}, written: the first row as it is; of each further row
     *     the hidden cells, the others may hold anything afterwards
     * @throws IllegalArgumentException when an array is too short
     */
    default void scoreHiding(float[] input, int[] hidden, float[] outputs) {
        InputLayout layout = layout();
        int cells = layout.cells();
        float[] inputs = new float[(1 + hidden.length) * layout.width()];
        for (int row = 0; row <= hidden.length; row++) {
            int at = row * layout.width();
            System.arraycopy(input, 0, inputs, at, layout.width());
            int shown = row == 0 ? cells : cells - hidden[row - 1] * layout.features();
            Arrays.fill(inputs, at + shown, at + cells, 0);
            Arrays.fill(inputs, at + cells + shown, at + 2 * cells, 0);
        }
        score(inputs, 1 + hidden.length, outputs);
    }

    /**
     * How far the code of a window is from the codes a variational model expects beforehand: the mean's part of the
     * divergence from the standard normal distribution, in nats. 0 for other families.
     *
     * @param input {@code [layout.width()]}, finite; not changed
     */
    default double divergence(float[] input) {
        return 0;
    }
}
