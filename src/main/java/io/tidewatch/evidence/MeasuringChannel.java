package io.tidewatch.evidence;

import java.util.List;

/**
 * Measures how far a feature is from one expectation of it. Stateless; its data and buffers are in the {@link
 * WindowView}. Apart from {@link Channel}, so that a measure can name its channel without knowing how it measures.
 */
interface MeasuringChannel extends Channel {

    /**
     * Measures the newest step of a window.
     *
     * @param own its measures, shortest horizon first
     * @param into takes the magnitudes, and which of them the deviation filters ignore
     */
    void measure(List<Measure> own, WindowView view, Evidence into);

    /**
     * What it expects in a cell, in the feature's unit; NaN when nothing.
     *
     * @param measure one of its own, whose horizon counts
     */
    double expected(WindowView view, Measure measure, int step, int feature);
}
