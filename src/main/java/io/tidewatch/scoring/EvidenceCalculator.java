package io.tidewatch.scoring;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Scorer;
import io.tidewatch.window.Window;

/**
 * Computes the evidence of a window's newest step.
 *
 * <p>With a model, four rows are reconstructed at once: the window as it is, and with each of the {@link Blocks} hidden.
 * Residuals of a block are taken in the feature's unit and keep their sign until they are averaged, so that noise
 * cancels and a shift does not. Owns its buffers; belongs to one thread.
 */
public final class EvidenceCalculator {
    /** Reconstructions are kept within sinh's useful range. */
    private static final float LARGEST = 12f;

    private static final int ROWS = 1 + Blocks.COUNT;

    private static final Channel[] POINT = {Channel.POINT_1, Channel.POINT_6, Channel.POINT_24};
    private static final Channel[] SEASONAL = {Channel.SEASONAL_1, Channel.SEASONAL_6, Channel.SEASONAL_24};
    private static final Channel[] MASKED = {Channel.MASKED_1, Channel.MASKED_6, Channel.MASKED_24};

    private final int steps;
    private final int features;
    private final Evidence evidence;
    private final float[] cells;
    /** The cells on the scale of their feature, without the asinh; NaN is missing. */
    private final double[] raw;

    private final int[] hidden = new int[Blocks.COUNT];
    private float[] inputs = new float[0];
    private float[] outputs = new float[0];
    private boolean reconstructed;

    public EvidenceCalculator(int steps, int features) {
        this.steps = steps;
        this.features = features;
        this.evidence = new Evidence(features);
        this.cells = new float[steps * features];
        this.raw = new double[steps * features];
        for (int block = 0; block < Blocks.COUNT; block++) {
            hidden[block] = Blocks.length(block, steps);
        }
    }

    /** The evidence against the entity's own history and season; the model's channels are NaN. */
    public Evidence withoutModel(Window window) {
        reconstructed = false;
        evidence.clear();
        window.copyCells(cells);
        takeRaw();
        for (int f = 0; f < features; f++) {
            history(window, f);
        }
        return evidence;
    }

    /** All evidence. */
    public Evidence withModel(Window window, Scorer scorer, SideInput side, long localMs) {
        withoutModel(window);
        InputLayout layout = prepare(scorer);
        side.write(window::category, localMs, inputs, 2 * layout.cells());
        reconstruct(scorer);
        for (int f = 0; f < features; f++) {
            double scale = window.scale(f).scale();
            for (int block = 0; block < Blocks.COUNT; block++) {
                evidence.set(MASKED[block], f, scale * masked(block, f));
            }
        }
        evidence.set(Channel.WINDOW, 0, windowError());
        return evidence;
    }

    /**
     * The model's evidence of a window by itself, in units of each feature's scale.
     *
     * @param window {@code [steps × features]}, normalised; NaN is missing
     * @param sideInput as the network takes it
     */
    public Evidence ofModel(float[] window, float[] sideInput, Scorer scorer) {
        evidence.clear();
        System.arraycopy(window, 0, cells, 0, cells.length);
        takeRaw();
        InputLayout layout = prepare(scorer);
        System.arraycopy(sideInput, 0, inputs, 2 * layout.cells(), sideInput.length);
        reconstruct(scorer);
        for (int f = 0; f < features; f++) {
            for (int block = 0; block < Blocks.COUNT; block++) {
                evidence.set(MASKED[block], f, masked(block, f));
            }
        }
        evidence.set(Channel.WINDOW, 0, windowError());
        return evidence;
    }

    private void takeRaw() {
        int first = (steps - Blocks.length(Blocks.COUNT - 1, steps)) * features;
        for (int i = first; i < raw.length; i++) {
            raw[i] = Sinh.of(cells[i]);
        }
    }

    private void history(Window window, int f) {
        double scale = window.scale(f).scale();
        double shift = (window.scale(f).runningMedian() - window.scale(f).median()) / scale;
        double fromMedian = 0;
        double fromSeason = 0;
        int seen = 0;
        int seasonal = 0;
        int block = 0;
        for (int back = 1; back <= Blocks.length(Blocks.COUNT - 1, steps); back++) {
            int t = steps - back;
            double x = raw[t * features + f];
            if (!Double.isNaN(x)) {
                fromMedian += x - shift;
                seen++;
            }
            float residual = window.seasonalResidual(t, f);
            if (!Float.isNaN(residual)) {
                fromSeason += residual;
                seasonal++;
            }
            int length = Blocks.length(block, steps);
            if (back == length) {
                evidence.set(POINT[block], f, blockMean(fromMedian, seen, length, scale));
                evidence.set(SEASONAL[block], f, blockMean(fromSeason, seasonal, length, scale));
                block++;
            }
        }
    }

    /** Silent unless at least half of the block is there. */
    private static double blockMean(double sum, int seen, int length, double scale) {
        return 2 * seen < length || seen == 0 ? Double.NaN : Math.abs(sum / seen) * scale;
    }

    private InputLayout prepare(Scorer scorer) {
        InputLayout layout = scorer.layout();
        if (inputs.length != layout.width()) {
            inputs = new float[layout.width()];
            outputs = new float[ROWS * layout.cells()];
        }
        return layout;
    }

    /** Fills the row from {@link #cells}; the side input stands in it already. */
    private void reconstruct(Scorer scorer) {
        InputLayout layout = scorer.layout();
        int all = layout.cells();
        for (int i = 0; i < all; i++) {
            boolean missing = Float.isNaN(cells[i]);
            inputs[i] = missing ? 0 : cells[i];
            inputs[all + i] = missing ? 0 : 1;
        }
        scorer.scoreHiding(inputs, hidden, outputs);
        reconstructed = true;
    }

    private double masked(int block, int f) {
        int length = Blocks.length(block, steps);
        int row = (1 + block) * cells.length;
        double sum = 0;
        int seen = 0;
        for (int t = steps - length; t < steps; t++) {
            int cell = t * features + f;
            if (!Float.isNaN(cells[cell])) {
                sum += raw[cell] - Sinh.of(bounded(outputs[row + cell]));
                seen++;
            }
        }
        return blockMean(sum, seen, length, 1);
    }

    private double windowError() {
        double sum = 0;
        int seen = 0;
        for (int i = 0; i < cells.length; i++) {
            if (!Float.isNaN(cells[i])) {
                double off = cells[i] - outputs[i];
                sum += off * off;
                seen++;
            }
        }
        return 2 * seen < cells.length ? Double.NaN : sum / seen;
    }

    private static float bounded(float u) {
        return Math.max(-LARGEST, Math.min(LARGEST, u));
    }

    /** Whether the last evidence came with reconstructions. */
    public boolean reconstructed() {
        return reconstructed;
    }

    /**
     * What the model put in a cell, in normalised units, when the block that ends the window was hidden.
     *
     * @param block which of the {@link Blocks}; −1: nothing was hidden
     */
    public float reconstruction(int block, int step, int feature) {
        return bounded(outputs[(1 + block) * cells.length + step * features + feature]);
    }
}
