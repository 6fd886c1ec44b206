package io.tidewatch.evaluation.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.evaluation.ShippedDetector;
import io.tidewatch.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped default must detect as well as it did: figures of a small simulated suite against floors a little below
 * what was measured last. Who makes it better raises the floors; a change that falls below one makes it worse.
 */
class AccuracyFloorIT {

    @TempDir
    Path directory;

    /** Figures of one run of the shipped default. */
    private Figures figures(VarietySuite suite) throws IOException, InterruptedException {
        Path folder = directory.resolve("data");
        suite.write(folder);
        Evaluation evaluation = new Evaluation(
                new Evaluation.Settings(ModelSpec.DEFAULT.seed(), 1, 0, 1, directory.resolve("out"), null),
                new DefaultRun(ShippedDetector.SPEC, Set.of()),
                List.of());
        SuiteResult result =
                evaluation.evaluate(SuiteFolder.find(null, folder.toString()).read("floor", Double.NaN), done -> {});
        return result.seeds(Evaluation.DETECTOR).get(0);
    }

    @Test
    void countsErrorsAndManyFeaturesAreWatchedAsWellAsBefore() throws Exception {
        List<String> names = List.of("day-10m-counts", "day-15m-errors", "day-1h-wide");

        Figures figures = figures(VarietySuite.of(names, ModelSpec.DEFAULT.seed()));

        assertThat(figures.get(Metric.AUC_PR)).as("was 0.856").isGreaterThan(0.83);
        assertThat(figures.get(Metric.EVENT_RECALL)).as("was 0.893").isGreaterThan(0.85);
        assertThat(figures.get(Metric.EVENT_PRECISION)).as("was 0.963").isGreaterThan(0.9);
        assertThat(figures.get(Metric.FALSE_ALERTS)).as("was 0.007 per day").isLessThan(0.03);
    }
}
