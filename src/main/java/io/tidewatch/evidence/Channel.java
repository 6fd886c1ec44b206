package io.tidewatch.evidence;

import java.util.List;

/**
 * One kind of evidence: how far a feature is from one expectation of it. Stateless; what it computes with is in the {@link
 * WindowView}. All channels stand in {@link Channels#ALL}: a new one is one class, and one line there.
 */
public interface Channel {

    /** Which of the three kinds of anomaly a deviation is a sign of. */
    enum Sign {
        POINT,
        CONTEXTUAL,
        COLLECTIVE
    }

    /** What it needs beside the window; what is of a model starts anew with another one. */
    enum Source {
        /** Nothing: the entity's own history is in the window. */
        HISTORY,
        /** The regressions of a model. */
        REGRESSIONS,
        /** The network of a model. */
        NETWORK
    }

    /** Name in commands, reports and documents. */
    String name();

    /** Name in the artifacts of models. */
    default String storedName() {
        return name();
    }

    /** The horizons that it is measured over, shortest first. */
    List<Horizon> horizons();

    Sign sign();

    Source source();

    /** Whether it is computed from a model. */
    default boolean ofModel() {
        return source() != Source.HISTORY;
    }

    /** Whether there is one magnitude per feature; otherwise one for all. */
    default boolean perFeature() {
        return true;
    }

    /** Whether it looks at how much values move, not at where they are. */
    default boolean ofMovement() {
        return false;
    }

    /** Whether its magnitudes are in the feature's unit; others have none. */
    default boolean inUnitOfFeature() {
        return perFeature() && !ofMovement();
    }

    /** Whether what it expects follows the steps just before, so that a run of odd values soon looks usual to it. */
    boolean followsRecentSteps();

    /**
     * Measures the newest step of a window.
     *
     * @param into takes the magnitudes, and which of them the deviation filters ignore
     */
    void measure(WindowView view, Evidence into);

    /**
     * What it expects in a cell, in the feature's unit; NaN when nothing.
     *
     * @param measure one of its own, whose horizon counts
     */
    double expected(WindowView view, Measure measure, int step, int feature);
}
