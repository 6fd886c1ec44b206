package io.tidewatch.service;

import org.jspecify.annotations.Nullable;

/**
 * How far the learning of a first model has come.
 *
 * @param here whether this instance trains; of all instances, one does
 * @param windows taken so far
 * @param needed windows that a first model takes
 * @param fault why the last training failed; null when none has
 */
record LearningState(
        boolean here, long windows, long needed, @Nullable String fault) {

    /** Share of what is needed, 0..1. */
    double share() {
        return Math.min(1.0, windows / (double) needed);
    }
}
