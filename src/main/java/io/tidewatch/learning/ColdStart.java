package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.WindowSampler;
import io.tidewatch.window.Window;

/**
 * Collects windows while the detector already runs, and says when the next model is due: after {@value #FIRST_WINDOWS}
 * windows, then each time their number has doubled.
 */
public final class ColdStart implements WindowSampler {
    /** Windows before the first model. */
    public static final int FIRST_WINDOWS = 128;

    /** Windows after which no further training is started automatically. */
    static final int LAST_WINDOWS = FIRST_WINDOWS << 8;

    private final WindowSamples samples;
    private long nextAt = FIRST_WINDOWS;

    public ColdStart(DetectorSpec spec) {
        this(new WindowSamples(spec));
    }

    /** Continues with windows collected before a restart. */
    public ColdStart(WindowSamples samples) {
        this.samples = samples;
    }

    @Override
    public void sample(String entity, Window window, long localMs, boolean normal) {
        if (nextAt <= LAST_WINDOWS) {
            samples.sample(entity, window, localMs, normal);
        }
    }

    /** Whether a model is due; true once each time. */
    public boolean due() {
        if (nextAt > LAST_WINDOWS || samples.shown() < nextAt) {
            return false;
        }
        nextAt *= 2;
        return true;
    }

    /** The windows collected so far. */
    public WindowSamples samples() {
        return samples;
    }
}
