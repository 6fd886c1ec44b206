package io.tidewatch.inference;

/**
 * One fully connected layer, compiled for a kind of processor. Immutable.
 *
 * <p>Inputs are padded with zeros to a multiple of four, outputs to whatever width the kind prefers (also a multiple of
 * four). A layer writes all of its padded outputs; the next layer's weights for padding are 0.
 */
public interface CompiledLayer {
    /** Most rows that are taken at once. */
    int ROWS = 6;

    /** Padded number of inputs. */
    int inputs();

    /** Padded number of outputs. */
    int outputs();

    /**
     * Computes {@code y = bias + x · W}, reading only some inputs.
     *
     * @param x {@code [inputs()]}
     * @param fours which runs of four inputs to read: run k holds inputs 4k..4k+3; the others count as 0
     * @param count how many runs
     * @param y {@code [outputs()]}, written
     */
    void apply(float[] x, int[] fours, int count, float[] y);

    /** Whether rows taken together share each load of weights, and so cost less than one by one. */
    boolean sharesWeights();

    /**
     * Computes {@code y = bias + x · W} for some rows at once.
     *
     * @param x {@value #ROWS} arrays, even if fewer rows are wanted; so is {@code y}, where what the others come to goes nowhere
     * @param rows how many are wanted
     * @param first the first output wanted; earlier ones may hold anything afterwards
     */
    void applyToRows(float[][] x, int rows, int first, float[][] y);

    /** Adds part of a product: {@code y += x[from..to) · W[from..to)}. */
    void add(float[] x, int from, int to, float[] y);

    /**
     * Computes {@code y = bias + x · W} for up to {@value #ROWS} rows, each from one of its outputs on; earlier outputs may hold
     * anything afterwards.
     *
     * @param x {@value #ROWS} arrays, even if fewer rows are wanted
     * @param first the first output wanted of each row, ascending
     * @param rows how many rows
     * @param y {@value #ROWS} arrays
     */
    void applyFrom(float[][] x, int[] first, int rows, float[][] y);

    /** Applies the activation to a row of sums. */
    void activate(float[] y);
}
