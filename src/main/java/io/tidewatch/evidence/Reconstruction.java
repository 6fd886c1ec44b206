package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Scorer;

/**
 * What an autoencoder makes of a window: as it is, and with each horizon of {@link ReconstructionChannel} hidden. All rows
 * are reconstructed at once. Owns its buffers; belongs to one thread.
 */
final class Reconstruction {
    /**
     * Reconstructions are kept within 74 scales of the median. A scale is a tenth of the standard deviation or more: what
     * a network puts further out, it made up.
     */
    private static final float LARGEST = 5f;

    private final Kernel kernel;
    private final int steps;
    private final int features;
    private final int cellCount;
    /** How many of the newest steps each row but the first hides. */
    private final int[] hidden;
    /** What the model puts in place of cells, in scales from the median. */
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
        this.hidden = Channels.RECONSTRUCTION.horizons().stream()
                .mapToInt(horizon -> horizon.length(steps))
                .toArray();
        this.expected = new float[(1 + hidden.length) * cellCount + kernel.lanes()];
        this.actual = new float[cellCount];
    }

    /** Lays a window's cells out as a network takes them; the side input follows by itself. */
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

    /** Which of its newest steps to hide, row by row. */
    int[] hiddenSteps() {
        return hidden;
    }

    /** Where the network writes what it makes of them. */
    float[] outputs() {
        return outputs;
    }

    /** The network has written its {@link #outputs}. */
    void conclude(Scorer scorer) {
        present = true;
        divergence = scorer.divergence(inputs);
    }

    /** There is none of the window of now. */
    void clear() {
        present = false;
    }

    /** Whether there is one of the window of now. */
    boolean present() {
        return present;
    }

    /** Sums up what a hidden horizon's cells are above what the model puts in their place. */
    void sumHidden(Horizon horizon, float[] raw, HorizonSums sums) {
        int row = row(horizon);
        kernel.sinh(outputs, row + first(horizon), row + cellCount, LARGEST, expected);
        sums.clear();
        sums.extendOff(raw, expected, row, horizon);
    }

    /** Sum of what the model puts in place of a hidden feature, in scales from the median. */
    double hiddenSum(Horizon horizon, int feature) {
        double sum = 0;
        for (int i = row(horizon) + first(horizon) + feature; i < row(horizon) + cellCount; i += features) {
            sum += expected[i];
        }
        return sum;
    }

    private int row(Horizon horizon) {
        return (1 + Channels.RECONSTRUCTION.horizons().indexOf(horizon)) * cellCount;
    }

    private int first(Horizon horizon) {
        return (steps - horizon.length(steps)) * features;
    }

    /** What the model put in a cell when a horizon was hidden, in normalised units. */
    float hidden(Horizon horizon, int step, int feature) {
        return cell(row(horizon) + step * features + feature);
    }

    /** What the model put in a cell when nothing was hidden, in normalised units. */
    float shown(int step, int feature) {
        return cell(step * features + feature);
    }

    private float cell(int at) {
        return Math.max(-LARGEST, Math.min(LARGEST, outputs[at]));
    }

    /**
     * How far the window is from what the model makes of it when nothing is hidden: the mean square over the cells that are
     * there, in normalised units; NaN when fewer than half are. What filters ignore counts as exact.
     */
    double meanSquare(WindowView view) {
        double sum = view.filters().any() ? squaresThatCount(view) : kernel.squares(inputs, outputs, cellCount);
        return 2 * shown < cellCount ? Double.NaN : sum / shown;
    }

    private double squaresThatCount(WindowView view) {
        kernel.sinh(inputs, 0, cellCount, WindowView.LARGEST_CELL, actual);
        kernel.sinh(outputs, 0, cellCount, LARGEST, expected);
        double sum = 0;
        for (int step = 0; step < cellCount; step += features) {
            double ofStep = 0;
            for (int i = step; i < step + features; i++) {
                boolean there = inputs[cellCount + i] > 0;
                if (there && view.filters().counts(view.scale(i - step), i - step, actual[i], expected[i])) {
                    double off = inputs[i] - outputs[i];
                    ofStep += off * off;
                }
            }
            sum += ofStep;
        }
        return sum;
    }

    /** Twice the divergence of the code per cell; 0 for a model without one. */
    double divergencePerCell() {
        return 2 * divergence / cellCount;
    }
}
