package io.tidewatch.evaluation.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/** Runs the detector over one series. */
public interface SeriesRun {

    /**
     * Writes {@code NAME.scores.csv} and {@code NAME.alerts.jsonl} into a directory.
     *
     * @param seed of the training
     * @param progress receives the share of the training done, 0..1
     */
    void run(SuiteSeries series, long seed, Path directory, DoubleConsumer progress) throws IOException;
}
