package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.window.Window;
import java.util.ArrayList;
import java.util.List;

/** Copies what is learned from a window. Owns buffers; belongs to one thread. */
public final class SampleCutter {
    private final int categories;
    private final EvidenceCalculator calculator;

    public SampleCutter(DetectorSpec spec) {
        this.categories = spec.categories().size();
        this.calculator =
                new EvidenceCalculator(spec.windowSteps(), spec.features().size());
    }

    /**
     * The sample of a full window.
     *
     * @param localMs start of its newest step in local time
     */
    public TrainingSample cut(String entity, Window window, long localMs) {
        float[] cells = new float[window.steps() * window.features()];
        window.copyCells(cells);
        List<String> named = new ArrayList<>();
        for (int c = 0; c < categories; c++) {
            String category = window.category(c);
            named.add(category == null ? "" : category);
        }
        long stepMs = window.startMs(window.steps() - 1);
        return new TrainingSample(
                entity,
                stepMs,
                stepMs - window.startMs(0),
                localMs,
                named,
                new Cells(cells),
                new Cells(scales(window)),
                new Cells(calculator.deviations(window)));
    }

    private static float[] scales(Window window) {
        float[] scales = new float[2 * window.features()];
        for (int f = 0; f < window.features(); f++) {
            scales[2 * f] = (float) window.scale(f).median();
            scales[2 * f + 1] = (float) window.scale(f).scale();
        }
        return scales;
    }
}
