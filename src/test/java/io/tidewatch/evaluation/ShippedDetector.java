package io.tidewatch.evaluation;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.List;

/** The shipped detector of series files, with a feature that stands for their columns. */
public final class ShippedDetector {
    public static final DetectorSpec SPEC = new DetectorSpec(
            "backtest",
            List.of(new FeatureSpec("any", Aggregate.MEAN)),
            List.of(),
            StepSpec.EVENT,
            DetectorSpec.DEFAULT_WINDOW_STEPS,
            ZoneOffset.UTC,
            DetectorSpec.DEFAULT_FALSE_ALERTS_PER_DAY,
            ModelSpec.DEFAULT);

    private ShippedDetector() {}
}
