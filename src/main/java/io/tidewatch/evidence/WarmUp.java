package io.tidewatch.evidence;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Scorer;
import java.util.Random;

/**
 * Runs a scorer until the JIT compiler has compiled it, before the first event. The Vector API in particular is
 * hundreds of times slower until it is compiled: without this, the first seconds of a stream would be slow.
 */
public final class WarmUp {
    /** Windows to score; measured: more of them make the first windows of a stream no faster. */
    private static final int WINDOWS = 12_000;

    private static final long SEED = 1;

    private WarmUp() {}

    /** Scores random windows as the detector does. Takes one to two seconds in a new process, 50 ms later on. */
    public static void of(Scorer scorer) {
        InputLayout layout = scorer.layout();
        EvidenceCalculator calculator = new EvidenceCalculator(layout.steps(), layout.features());
        Random random = new Random(SEED);
        float[] window = new float[layout.cells()];
        for (int i = 0; i < window.length; i++) {
            window[i] = (float) random.nextGaussian();
        }
        float[] side = new float[layout.side()];
        for (int i = 0; i < WINDOWS; i++) {
            window[i % window.length] = (float) random.nextGaussian();
            calculator.ofModel(window, side, scorer);
        }
    }
}
