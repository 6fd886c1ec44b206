package io.tidewatch.detector;

import io.tidewatch.window.Window;

/** Is shown every full window, to learn from later. */
public interface WindowSampler {

    /** Shows a window whose newest step has just closed; the window changes afterwards, so copy what is needed. */
    void sample(String entity, Window window, long localMs);
}
