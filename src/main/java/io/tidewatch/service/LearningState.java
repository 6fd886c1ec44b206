package io.tidewatch.service;

import org.jspecify.annotations.Nullable;

/**
 * How far the learning of a first model has come.
 *
 * @param windows full windows collected so far
 * @param needed windows that a first model takes
 * @param fault why the last training failed; null when none has
 */
record LearningState(long windows, long needed, @Nullable String fault) {

    /** Share of what is needed, 0..1. */
    double share() {
        return Math.min(1.0, windows / (double) needed);
    }
}
