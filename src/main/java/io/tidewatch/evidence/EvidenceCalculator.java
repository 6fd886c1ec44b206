package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Regression;
import io.tidewatch.model.Scorer;
import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.Window;
import java.util.Collections;
import java.util.List;

/**
 * Computes the evidence of a window's newest step.
 *
 * <p>With a model, three rows are reconstructed at once: the window as it is, and with each of the shorter {@link Horizon} hidden.
 * Residuals of a block are taken in the feature's unit and keep their sign until they are averaged, so that noise
 * cancels and a shift does not. Owns its buffers; belongs to one thread.
 */
public final class EvidenceCalculator {
    /**
     * Reconstructions are kept within 74 scales of the median. A scale is a tenth of the standard deviation or more: what
     * a network puts further out, it made up.
     */
    static final float LARGEST = 5f;

    /** Cells too are kept within what single precision can hold of their sinh. */
    static final float LARGEST_CELL = 80f;

    private static final int ROWS = 1 + 2;

    private static final Channel[] MASKED = {Channel.MASKED_1, Channel.MASKED_6};

    private final Kernel kernel = Kernel.best();
    private final int steps;
    private final int features;
    private final DeviationFilters guards;
    private final HistoryEvidence history;
    private final RegressedEvidence regressed;
    private final WindowError windowError;
    private final Evidence evidence;
    private final int cellCount;
    private final float[] cells;
    /** The cells on the scale of their feature, without the asinh; NaN is missing. */
    private final float[] raw;
    /** What the model puts in their place, likewise. */
    private final float[] expected;

    private final float[] seasonal;
    private final HorizonSums fromModel;
    private final int[] hidden = new int[MASKED.length];
    private float[] inputs = new float[0];
    private float[] outputs = new float[0];
    /** Cells of the window that are there. */
    private int shown;

    private boolean reconstructed;

    /** Evidence of features of which any deviation is of interest. */
    public EvidenceCalculator(int steps, int features) {
        this(steps, Collections.nCopies(features, DeviationFilter.ANY));
    }

    /** @param interests which deviations count, feature by feature */
    public EvidenceCalculator(int steps, List<DeviationFilter> interests) {
        this.steps = steps;
        this.features = interests.size();
        this.guards = new DeviationFilters(interests);
        this.history = new HistoryEvidence(steps, features, kernel, guards);
        this.regressed = new RegressedEvidence(steps, features, guards);
        this.windowError = new WindowError(steps, features, kernel, guards);
        this.evidence = new Evidence(features);
        this.cellCount = steps * features;
        this.cells = new float[cellCount + kernel.lanes()];
        this.raw = new float[cellCount + kernel.lanes()];
        this.expected = new float[ROWS * cellCount + kernel.lanes()];
        this.seasonal = new float[cellCount + kernel.lanes()];
        this.fromModel = new HorizonSums(features, kernel);
        for (int block = 0; block < MASKED.length; block++) {
            hidden[block] = Horizon.length(block, steps);
        }
    }

    /** The evidence against the entity's own history and season; the model's channels are NaN. */
    public Evidence withoutModel(Window window) {
        reconstructed = false;
        evidence.clear();
        take(window);
        history.tell(window, raw, seasonal, evidence);
        return evidence;
    }

    /** The evidence of the last window. */
    public Evidence evidence() {
        return evidence;
    }

    /** What regressions are learned from, see {@link Deviations#copy}. */
    public float[] deviations(Window window) {
        take(window);
        return regressed.deviations(raw, seasonal);
    }

    /**
     * All evidence.
     *
     * @param regressions what is likely, for each of {@link Channel#REGRESSED}; empty: not known
     */
    public Evidence withModel(
            Window window, Scorer scorer, SideInput side, long localMs, List<Regression> regressions) {
        prepare(window, scorer, side, localMs, regressions);
        scorer.scoreHiding(inputs, hidden, outputs);
        return conclude(window, scorer);
    }

    /** All evidence but the network's: a {@link ScoringBatch} has it reconstruct, then the rest is {@link #conclude}d. */
    public void prepare(Window window, Scorer scorer, SideInput side, long localMs, List<Regression> regressions) {
        withoutModel(window);
        if (!regressions.isEmpty()) {
            regressed.tell(window, raw, seasonal, regressions, evidence);
        }
        InputLayout layout = layOut(scorer);
        side.write(window::category, localMs, inputs, 2 * layout.cells());
        shown = kernel.show(cells, cellCount, inputs);
    }

    /** The row of the prepared window, for the network. */
    float[] inputs() {
        return inputs;
    }

    /** Which of its newest steps to hide. */
    int[] hidden() {
        return hidden;
    }

    /** Where the network writes what it makes of them. */
    float[] outputs() {
        return outputs;
    }

    /** All evidence of a prepared window, once the network has reconstructed it. */
    public Evidence conclude(Window window, Scorer scorer) {
        reconstructed = true;
        for (int block = 0; block < MASKED.length; block++) {
            sumMasked(block);
            for (int f = 0; f < features; f++) {
                double mean = Math.abs(fromModel.signedMean(f, hidden[block], 0));
                evidence.set(MASKED[block], f, window.scale(f).scale() * mean);
            }
            if (guards.any()) {
                int from = ((2 + block) * steps - hidden[block]) * features;
                int to = (2 + block) * cellCount;
                guards.model(window, MASKED[block], hidden[block], fromModel, expected, from, to, evidence);
            }
        }
        double error = windowError.ofInterest(window, inputs, outputs, shown);
        evidence.set(Channel.WINDOW, 0, error + 2 * scorer.divergence(inputs) / cellCount);
        return evidence;
    }

    /**
     * The model's evidence of a window by itself, in units of each feature's scale, whatever is of interest.
     *
     * @param window {@code [steps × features]}, normalised; NaN is missing
     * @param sideInput as the network takes it
     */
    public Evidence ofModel(float[] window, float[] sideInput, Scorer scorer) {
        evidence.clear();
        System.arraycopy(window, 0, cells, 0, cellCount);
        takeRaw();
        InputLayout layout = layOut(scorer);
        System.arraycopy(sideInput, 0, inputs, 2 * layout.cells(), sideInput.length);
        shown = kernel.show(cells, cellCount, inputs);
        scorer.scoreHiding(inputs, hidden, outputs);
        reconstructed = true;
        for (int block = 0; block < MASKED.length; block++) {
            sumMasked(block);
            for (int f = 0; f < features; f++) {
                evidence.set(MASKED[block], f, Math.abs(fromModel.signedMean(f, hidden[block], 0)));
            }
        }
        double error = windowError.ofAll(inputs, outputs, shown);
        evidence.set(Channel.WINDOW, 0, error + 2 * scorer.divergence(inputs) / cellCount);
        return evidence;
    }

    private void take(Window window) {
        kernel.unroll(window.cells(), window.oldest(), cells);
        kernel.unroll(window.seasonalResiduals(), window.oldest(), seasonal);
        takeRaw();
    }

    private void takeRaw() {
        int longest = Horizon.length(Horizon.COUNT - 1, steps);
        kernel.sinh(cells, (steps - longest) * features, cellCount, LARGEST_CELL, raw);
    }

    private InputLayout layOut(Scorer scorer) {
        InputLayout layout = scorer.layout();
        if (inputs.length != layout.width()) {
            inputs = new float[layout.width()];
            outputs = new float[ROWS * layout.cells()];
        }
        return layout;
    }

    /** Sums up what a block's cells are above what the model puts in their place. */
    private void sumMasked(int block) {
        int row = (1 + block) * cellCount;
        int first = (steps - hidden[block]) * features;
        kernel.sinh(outputs, row + first, row + cellCount, LARGEST, expected);
        fromModel.clear();
        int marked = block == 0 ? first : cellCount - features * Horizon.newest(block, steps);
        fromModel.addOff(raw, expected, row, marked, cellCount);
        if (block > 0) {
            fromModel.mark();
            fromModel.addOff(raw, expected, row, first, marked);
        }
    }

    /** Which deviations of a feature are of interest. */
    public DeviationFilter interest(int feature) {
        return guards.of(feature);
    }

    /**
     * How far the last window's block of a feature was above what is likely, in scales.
     *
     * @param channel one of {@link Channel#REGRESSED}
     */
    public float offLikely(Channel channel, int feature) {
        return regressed.offLikely(channel, feature);
    }

    /** Whether the last evidence came with reconstructions. */
    public boolean reconstructed() {
        return reconstructed;
    }

    /** The row that the last window made for the model, nothing hidden; a copy. */
    public float[] input() {
        return inputs.clone();
    }

    /**
     * What the model put in a cell, in normalised units, when the block that ends the window was hidden.
     *
     * @param block which of the {@link Horizon}; −1: nothing was hidden
     */
    public float reconstruction(int block, int step, int feature) {
        float u = outputs[(1 + block) * cellCount + step * features + feature];
        return Math.max(-LARGEST, Math.min(LARGEST, u));
    }
}
