package io.tidewatch.detector;

import io.tidewatch.window.Window;

/** Receives every full window, to learn from it later. */
public interface WindowSampler {

    /**
     * Takes a window whose newest step has just closed; the window changes afterwards, so copy what is needed.
     *
     * @param localMs start of its newest step in local time
     * @param normal whether nothing is wrong with it so far: the entity has no open incident, and the step's score is
     *     not even half of what would open one
     */
    void sample(String entity, Window window, long localMs, boolean normal);
}
