package io.tidewatch.bench;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What a child process shall run.
 *
 * @param subject which topology
 * @param applicationId of the Streams application; state, changelogs and topics written are named after it
 * @param inputTopic to read from its start
 * @param features numeric fields per event
 * @param stepMs length of a step, milliseconds; 0: every event is a step
 * @param entityInKey whether the record's key names the entity; otherwise a field does, and events go through an
 *     internal
 *     topic keyed by it
 * @param threads stream threads
 * @param commitIntervalMs milliseconds
 * @param preludeEvents events that fill windows, not measured
 * @param totalEvents events in the input topic
 * @param limitSeconds after which, from the end of the prelude, a run ends though there is input left
 * @param modelDirectory where the model lies; not used by the pass-through topology
 * @param stateDirectory of Kafka Streams
 * @param training whether models are learned and swapped all the time
 */
public record RunSpec(
        Subject subject,
        String applicationId,
        String bootstrapServers,
        String registryUrl,
        String inputTopic,
        int features,
        long stepMs,
        boolean entityInKey,
        int threads,
        long commitIntervalMs,
        long preludeEvents,
        long totalEvents,
        double limitSeconds,
        String modelDirectory,
        String stateDirectory,
        boolean training) {

    /** What is measured. */
    public enum Subject {
        PASS_THROUGH,
        DETECTOR
    }

    /** Times that a topology processes each event: before and after the internal topic, if there is one. */
    int hops() {
        return entityInKey ? 1 : 2;
    }

    String alertsTopic() {
        return applicationId + "-alerts";
    }

    String deadLettersTopic() {
        return applicationId + "-dead-letters";
    }

    static DetectorSpec detector(int features, long stepMs) {
        List<FeatureSpec> specs = EventFormat.featureNames(features).stream()
                .map(name -> new FeatureSpec(name, Aggregate.MEAN))
                .toList();
        ModelSpec model = new ModelSpec(ModelKind.AUTOENCODER, List.of(), 4, 128, 3e-3, 7);
        return new DetectorSpec(
                "bench",
                specs,
                List.of(),
                stepMs == 0 ? StepSpec.EVENT : new StepSpec(stepMs, 0, 2 * stepMs),
                Workload.WINDOW_STEPS,
                ZoneOffset.UTC,
                DetectorSpec.DEFAULT_FALSE_ALERTS_PER_DAY,
                model);
    }
}
