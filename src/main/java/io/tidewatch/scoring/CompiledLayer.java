package io.tidewatch.scoring;

/**
 * One fully connected layer, compiled for a kind of processor. Immutable.
 *
 * <p>Inputs are padded with zeros to a multiple of four, outputs to whatever width the kind prefers (also a multiple of
 * four). A layer writes all of its padded outputs; the next layer's weights for padding are 0.
 */
interface CompiledLayer {

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

    /** Whether four rows can be taken at once, because that beats two calls for one. */
    boolean takesFourRows();

    /**
     * Computes {@code y = bias + x · W} for four rows at once.
     *
     * @param first the first output wanted; earlier ones may hold anything afterwards
     */
    void applyToFourRows(float[][] x, int first, float[][] y);

    /** {@link #add} for four rows at once: each comes to the same bits. */
    void addToFourRows(float[][] x, int from, int to, float[][] y);

    /** Adds part of a product: {@code y += x[from..to) · W[from..to)}. */
    void add(float[] x, int from, int to, float[] y);

    /**
     * Computes {@code y = bias + x · W} for up to four rows, each from one of its outputs on; earlier outputs may hold
     * anything afterwards.
     *
     * @param x four arrays, even if fewer rows are wanted
     * @param first the first output wanted of each row, ascending
     * @param rows how many rows
     * @param y four arrays
     */
    void applyFrom(float[][] x, int[] first, int rows, float[][] y);

    /** Applies the activation to a row of sums. */
    void activate(float[] y);
}
