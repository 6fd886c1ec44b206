package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.model.Regression;
import io.tidewatch.window.FeatureScale;
import io.tidewatch.window.Window;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A window with all that {@linkplain Channel channels} compare it with. Owns its buffers; belongs to one thread.
 */
final class WindowView {
    private final Kernel kernel = Kernel.best();
    private final int steps;
    private final int features;
    private final DeviationFilters filters;
    private final float[] cells;
    /** The cells on the scale of their feature, without the asinh; NaN is missing. */
    private final float[] raw;

    private final float[] seasonal;
    private final HorizonSums sums;
    private final HorizonSums otherSums;
    private final Deviations deviations;
    /** Measures that have a regression, in the order of a model's regressions. */
    private final List<Measure> regressed;
    /** {@code [regressed measures × features]}: distance of a feature from its prediction, in scales. */
    private final float[] offLikely;

    private final Reconstruction reconstruction;
    private List<Regression> regressions = List.of();
    /** Null: the cells belong to no entity. */
    private @Nullable Window window;

    /** @param regressed the measures that have a regression, in the order of a model's regressions */
    WindowView(int steps, DeviationFilters filters, List<Measure> regressed) {
        this.regressed = regressed;
        this.steps = steps;
        this.features = filters.features();
        this.filters = filters;
        int cellCount = steps * features;
        this.cells = new float[cellCount + kernel.lanes()];
        this.raw = new float[cellCount + kernel.lanes()];
        this.seasonal = new float[cellCount + kernel.lanes()];
        this.sums = new HorizonSums(steps, steps, features, kernel);
        this.otherSums = new HorizonSums(steps, steps, features, kernel);
        this.deviations = new Deviations(steps, features);
        this.offLikely = new float[regressed.size() * features];
        this.reconstruction = new Reconstruction(steps, features, kernel);
    }

    /** Takes the window of an entity. */
    void take(Window of) {
        window = of;
        kernel.unroll(of.cells(), of.oldest(), cells);
        kernel.unroll(of.seasonalResiduals(), of.oldest(), seasonal);
        takeRaw();
    }

    /** Takes cells without an entity, {@code [steps × features]}, normalised; NaN is missing. */
    void take(float[] normalised) {
        window = null;
        System.arraycopy(normalised, 0, cells, 0, steps * features);
        takeRaw();
    }

    private void takeRaw() {
        int longest = Horizon.LONG.length(steps);
        kernel.sinh(cells, (steps - longest) * features, steps * features, Reconstruction.LARGEST_CELL, raw);
    }

    /** Takes a regression for each regressed measure. */
    void take(List<Regression> ofMeasures) {
        regressions = ofMeasures;
        deviations.take(raw, seasonal);
    }

    int steps() {
        return steps;
    }

    int features() {
        return features;
    }

    DeviationFilters filters() {
        return filters;
    }

    int length(Measure measure) {
        return measure.horizon().length(steps);
    }

    /** Normalised, {@code [steps × features]} and more; NaN is missing. */
    float[] cells() {
        return cells;
    }

    /** In scales from the median, {@code [steps × features]} and more; only the longest horizon is there. */
    float[] raw() {
        return raw;
    }

    /** In scales from the season, likewise. */
    float[] seasonal() {
        return seasonal;
    }

    /** Scratch for the channel that measures. */
    HorizonSums sums() {
        return sums;
    }

    /** More scratch. */
    HorizonSums otherSums() {
        return otherSums;
    }

    Reconstruction reconstruction() {
        return reconstruction;
    }

    FeatureScale scale(int feature) {
        return entity().scale(feature);
    }

    /** A feature's scale in its unit; 1 for cells of no entity. */
    double unit(int feature) {
        Window of = window;
        return of == null ? 1 : of.scale(feature).scale();
    }

    double value(int step, int feature) {
        return entity().value(step, feature);
    }

    private Window entity() {
        return Objects.requireNonNull(window, "cells of no entity");
    }

    /** The seasonal value of a cell, in the feature's unit; NaN when it is not known. */
    double seasonalExpectation(int step, int feature) {
        Window of = entity();
        return of.value(step, feature)
                - of.seasonalResidual(step, feature) * of.scale(feature).scale();
    }

    /** How much more a feature moves than usual, in octaves; NaN when that is not known. */
    float movement(int feature) {
        return entity().variability().offUsual(feature);
    }

    /** The mean of a feature's values in a horizon, in its unit; NaN when none is there. */
    double mean(int feature, Horizon horizon) {
        double sum = 0;
        int seen = 0;
        for (int step = steps - horizon.length(steps); step < steps; step++) {
            double value = value(step, feature);
            sum += Double.isNaN(value) ? 0 : value;
            seen += Double.isNaN(value) ? 0 : 1;
        }
        return seen == 0 ? Double.NaN : sum / seen;
    }

    /** How far each feature is above its prediction, in scales, {@code [features]}; NaN where it is missing. */
    float[] offLikely(Measure measure) {
        int index = regressed.indexOf(measure);
        float[] off = deviations.offLikely(measure.horizon(), regressions.get(index));
        System.arraycopy(off, 0, offLikely, index * features, features);
        return off;
    }

    /** The last result of {@link #offLikely} for a feature. */
    float offLikelyOf(Measure measure, int feature) {
        return offLikely[regressed.indexOf(measure) * features + feature];
    }

    /** The deviations that regressions are learned from, see {@link Deviations#copy}. */
    float[] deviations() {
        deviations.take(raw, seasonal);
        return deviations.copy();
    }

    /**
     * Sets a magnitude, and applies the deviation filters.
     *
     * @param deviation from the expected value, signed; like {@code expected} in the feature's unit
     */
    void set(Evidence into, Measure measure, int feature, double deviation, double expected) {
        into.set(measure, feature, Math.abs(deviation));
        if (filters.any()) {
            filters.apply(into, measure, feature, deviation, expected);
        }
    }

    /** Sets the magnitude of a movement, and applies the deviation filters. */
    void setMovement(Evidence into, Measure measure, int feature, float octaves) {
        into.set(measure, feature, Math.abs(octaves));
        if (filters.any()) {
            filters.applyToMovement(into, measure, feature, entity());
        }
    }
}
