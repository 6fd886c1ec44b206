package io.tidewatch.model;

/**
 * Where things are in a network's input row.
 *
 * <p>A row is {@code [values (steps × features) | visible (steps × features) | side]}: the normalised window, step by
 * step, with hidden and missing cells set to 0; a mask that is 1 where the cell is shown and 0 where it is hidden or
 * missing; and side information that is never hidden nor reconstructed (seasonal profile, time of day, categories). The
 * network answers with {@code steps × features} reconstructed values in the same order as the first block.
 *
 * @param steps window length L
 * @param features number of features F
 * @param side width of the side information
 */
public record InputLayout(int steps, int features, int side) {

    public InputLayout {
        if (steps < 1 || features < 1 || side < 0) {
            throw new IllegalArgumentException("steps and features must be positive: " + steps + " × " + features);
        }
    }

    /** Cells of a window: steps × features; also the width of a network's output. */
    public int cells() {
        return steps * features;
    }

    /** Width of an input row. */
    public int width() {
        return 2 * cells() + side;
    }

    /** Index of a cell in the values block, and in the output. */
    public int cell(int step, int feature) {
        return step * features + feature;
    }

    /** Index of a cell's mask in the input row. */
    public int visible(int step, int feature) {
        return cells() + cell(step, feature);
    }

    /** Index of a side input in the input row. */
    public int sideAt(int index) {
        return 2 * cells() + index;
    }
}
