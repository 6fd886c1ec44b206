package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.evidence.Measure;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.Scorer;
import java.util.Arrays;
import java.util.List;

/** How well a network reconstructs windows: the mean square error of each. Owns buffers; belongs to one thread. */
final class WindowErrors {
    /** Name of the error in a model's calibration. */
    static final String NAME = Channels.WINDOW_ERROR.storedName();

    private static final Measure ERROR =
            Channels.measures(Channels.WINDOW_ERROR).get(0);

    private final EvidenceCalculator calculator;
    private final Scorer scorer;
    private final SideInput side;
    private final float[] sideInput;

    /** @param side as the network was trained with */
    WindowErrors(DetectorSpec spec, Scorer scorer, SideInput side) {
        this.calculator =
                new EvidenceCalculator(spec.windowSteps(), spec.features().size());
        this.scorer = scorer;
        this.side = side;
        this.sideInput = new float[side.width()];
    }

    /** The error of a window; NaN when it holds no value. */
    double of(TrainingSample sample) {
        TrainingSet.write(side, sample, sideInput);
        return calculator.ofModel(sample.cells().values(), sideInput, scorer).magnitude(ERROR, 0);
    }

    /** The errors of windows, without those that hold no value. */
    double[] of(List<TrainingSample> samples) {
        return samples.stream()
                .mapToDouble(this::of)
                .filter(error -> !Double.isNaN(error))
                .toArray();
    }

    /** The median of errors; NaN when there are none. */
    static double median(double[] errors) {
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
