package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Scorer;
import io.tidewatch.window.FeatureScale;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The reconstructions of a window by an autoencoder: one of the whole window, and one with each of {@link
 * #HORIZONS} hidden. All rows are reconstructed at once. Owns its buffers; belongs to one thread.
 */
final class Reconstruction {
    /** Horizons that are hidden, one at a time. */
    static final List<Horizon> HORIZONS = List.of(Horizon.NEWEST, Horizon.SHORT);

    /** Cells are limited to values whose sinh fits single precision. */
    static final float LARGEST_CELL = 80f;

    /**
     * Reconstructions are limited to 74 scales from the median. A scale is at least a tenth of the standard deviation,
     * so a network has not learned values further out.
     */
    private static final float LARGEST = 5f;

    private final Kernel kernel;
    private final int steps;
    private final int features;
    private final int cellCount;
    /** How many of the newest steps each row but the first hides. */
    private final int[] hidden;
    /** The reconstructed cells, in scales from the median. */
    private final float[] expected;

    private final float[] actual;
    private float[] inputs = new float[0];
    private float[] outputs = new float[0];
    /** Cells of the window that are there. */
    private int shown;

    private double divergence;
    private boolean present;

    Reconstruction(int steps, int features, Kernel kernel) {
        this.kernel = kernel;
        this.steps = steps;
        this.features = features;
        this.cellCount = steps * features;
        this.hidden =
                HORIZONS.stream().mapToInt(horizon -> horizon.length(steps)).toArray();
        this.expected = new float[(1 + hidden.length) * cellCount + kernel.lanes()];
        this.actual = new float[cellCount];
    }

    /** Writes a window's cells into the network's input; the caller writes the side input. */
    void layOut(float[] cells, Scorer scorer) {
        present = false;
        InputLayout layout = scorer.layout();
        if (inputs.length != layout.width()) {
            inputs = new float[layout.width()];
            outputs = new float[(1 + hidden.length) * layout.cells()];
        }
        shown = kernel.show(cells, cellCount, inputs);
    }

    /** The row for the network. */
    float[] inputs() {
        return inputs;
    }

    /** How many of the newest steps to hide, row by row. */
    int[] hiddenSteps() {
        return hidden;
    }

    /** Where the network writes its reconstructions. */
    float[] outputs() {
        return outputs;
    }

    /** To be called when the network has written its {@link #outputs}. */
    void conclude(Scorer scorer) {
        present = true;
        divergence = scorer.divergence(inputs);
    }

    /** Notes that the current window has no reconstruction. */
    void clear() {
        present = false;
    }

    /** Whether the current window has a reconstruction. */
    boolean present() {
        return present;
    }

    /** Sums up the differences of a hidden horizon's cells and their reconstructions. */
    void sumHidden(Horizon horizon, float[] raw, HorizonSums sums) {
        int row = row(horizon);
        kernel.sinh(outputs, row + first(horizon), row + cellCount, LARGEST, expected);
        sums.clear();
        sums.extendOff(raw, expected, row, horizon);
    }

    /** Sum of a hidden feature's reconstructions over a horizon, in scales from the median. */
    double hiddenSum(Horizon horizon, int feature) {
        double sum = 0;
        for (int i = row(horizon) + first(horizon) + feature; i < row(horizon) + cellCount; i += features) {
            sum += expected[i];
        }
        return sum;
    }

    private int row(Horizon horizon) {
        return (1 + HORIZONS.indexOf(horizon)) * cellCount;
    }

    private int first(Horizon horizon) {
        return (steps - horizon.length(steps)) * features;
    }

    /** The model's reconstruction of a cell when a horizon was hidden, in normalised units. */
    float hidden(Horizon horizon, int step, int feature) {
        return cell(row(horizon) + step * features + feature);
    }

    /** The model's reconstruction of a cell when nothing was hidden, in normalised units. */
    float shown(int step, int feature) {
        return cell(step * features + feature);
    }

    private float cell(int at) {
        return Math.max(-LARGEST, Math.min(LARGEST, outputs[at]));
    }

    /**
     * The mean square reconstruction error when nothing is hidden, over the cells that are there, in normalised units;
     * NaN when fewer than half are there.
     */
    double meanSquare() {
        return mean(kernel.squares(inputs, outputs, cellCount));
    }

    private double mean(double sum) {
        return 2 * shown < cellCount ? Double.NaN : sum / shown;
    }

    /** The {@link #meanSquare} where deviations that filters ignore count as 0. */
    double meanSquare(DeviationFilters filters, IntFunction<FeatureScale> scales) {
        kernel.sinh(inputs, 0, cellCount, LARGEST_CELL, actual);
        kernel.sinh(outputs, 0, cellCount, LARGEST, expected);
        double sum = 0;
        for (int step = 0; step < cellCount; step += features) {
            double ofStep = 0;
            for (int i = step; i < step + features; i++) {
                boolean there = inputs[cellCount + i] > 0;
                if (there && filters.counts(scales.apply(i - step), i - step, actual[i], expected[i])) {
                    double off = inputs[i] - outputs[i];
                    ofStep += off * off;
                }
            }
            sum += ofStep;
        }
        return mean(sum);
    }

    /** Twice the divergence of the code per cell; 0 for a model without one. */
    double divergencePerCell() {
        return 2 * divergence / cellCount;
    }
}
