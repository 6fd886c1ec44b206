package io.tidewatch.evaluation;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.series.SeriesFile;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.List;

/** The detector of a file for which no configuration is given: every numeric column a feature, every row a step. */
public final class DefaultDetector {
    private static final String NAME = "backtest";

    private DefaultDetector() {}

    /** With the shipped model. */
    public static DetectorSpec of(SeriesFile file) {
        return of(file, ModelSpec.DEFAULT);
    }

    public static DetectorSpec of(SeriesFile file, ModelSpec model) {
        return new DetectorSpec(
                NAME,
                file.features().stream()
                        .map(column -> new FeatureSpec(column, Aggregate.MEAN))
                        .toList(),
                List.of(),
                StepSpec.EVENT,
                DetectorSpec.DEFAULT_WINDOW_STEPS,
                ZoneOffset.UTC,
                DetectorSpec.DEFAULT_FALSE_ALERTS_PER_DAY,
                model);
    }
}
