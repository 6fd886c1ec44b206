package io.tidewatch.bench;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.event.Event;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.EventHistory;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.model.training.Dl4jTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Trains the model that a benchmark scores with, as the product trains, on the past of the same signal. */
final class BenchModel {
    private static final int ENTITIES = 32;
    private static final int MEASURED_STEPS = 96;
    private static final long SEED = 17;

    private static final int SOURCE = 1;

    private BenchModel() {}

    /**
     * Trains and stores a model.
     *
     * @param startMs event time that the benchmark's events start at; what is learned from lies before
     */
    static void train(int features, long stepMs, int eventsPerStep, long startMs, Path directory) {
        DetectorSpec spec = RunSpec.detector(features, stepMs);
        int rounds = stepMs == 0 ? MEASURED_STEPS : MEASURED_STEPS * eventsPerStep;
        Workload past = new Workload(ENTITIES, features, eventsPerStep, (long) ENTITIES * rounds);
        long pastMs = startMs - past.offsetMs(past.totalEvents()) - Workload.STEP_MS;
        Signal signal = new Signal(features, SEED);
        EventHistory history = new EventHistory(spec);
        for (long i = 0; i < past.totalEvents(); i++) {
            int entity = past.entity(i);
            long timeMs = pastMs + past.offsetMs(i);
            history.add(new Event(EventFormat.entityName(entity), timeMs, signal.at(entity, timeMs)), SOURCE);
        }
        ModelTraining training = new ModelTraining(spec, new Dl4jTrainer(), CompiledScorer::compile);
        try {
            new ModelDirectory(directory)
                    .add(training.train(training.prepare(history.samples()), null, startMs, done -> {}));
        } catch (IOException e) {
            throw new UncheckedIOException("the benchmark's model cannot be stored in " + directory, e);
        }
    }
}
