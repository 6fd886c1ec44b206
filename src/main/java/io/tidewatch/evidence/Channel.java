package io.tidewatch.evidence;

import java.util.List;

/**
 * Describes one expectation of a feature that evidence is measured against. All channels are listed in {@link
 * Channels#ALL}: a new one is one class, and one line there.
 */
public interface Channel {

    /** The kind of anomaly that a deviation indicates. */
    enum Sign {
        POINT,
        CONTEXTUAL,
        COLLECTIVE
    }

    /** Where its expectation comes from. With another model, the calibration of a model's channels starts again. */
    enum Source {
        /** The entity's own history, which is in the window. */
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

    /** Whether its expectation follows the most recent steps, so that a run of odd values soon looks usual to it. */
    boolean followsRecentSteps();
}
