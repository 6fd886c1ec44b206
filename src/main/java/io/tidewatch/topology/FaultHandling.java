package io.tidewatch.topology;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What the exception handlers work with. Kafka Streams makes them of their class names, so it reaches them among the
 * properties.
 *
 * @param inputs topics whose records are others' and can be dead letters as they are
 * @param outputs topics whose records can be made smaller: alerts, dead letters
 * @param letters makes dead letters
 * @param limits of the outputs
 * @param faults receives the exceptions of our own code
 * @param observer receives each dead letter
 */
record FaultHandling(
        List<String> inputs,
        List<String> outputs,
        DeadLetters letters,
        OutputLimits limits,
        ProcessingFaults faults,
        TopologyObserver observer) {

    private static final String KEY = "tidewatch.fault-handling";

    static FaultHandling of(TopologySpec spec, OutputLimits limits, TopologyObserver observer) {
        return new FaultHandling(
                spec.inputTopics(),
                List.of(spec.alertsTopic(), spec.deadLettersTopic()),
                new DeadLetters(spec.deadLettersTopic(), limits, observer),
                limits,
                new ProcessingFaults(observer, System::nanoTime),
                observer);
    }

    /** Makes a Kafka Streams application handle faults with this. */
    void into(Properties settings) {
        settings.put(KEY, this);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FaultyRecords.class);
        settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, RefusedOutputs.class);
    }

    /** As a handler is given it by {@code configure}. */
    static FaultHandling from(Map<String, ?> configs) {
        return (FaultHandling) Objects.requireNonNull(configs.get(KEY));
    }
}
