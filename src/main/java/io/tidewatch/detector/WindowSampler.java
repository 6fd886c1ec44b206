package io.tidewatch.detector;

import io.tidewatch.window.Window;

/** Receives every full window, to learn from it later. */
public interface WindowSampler {

    /** Takes a window whose newest step has just closed; the window changes afterwards, so copy what is needed. */
    void sample(String entity, Window window, long localMs);
}
