package io.tidewatch.service;

import io.tidewatch.topology.DetectorStreams;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** Whether the service lives, and whether it is ready, with a reason and a remedy for each check. */
final class Health {
    private final Supplier<KafkaStreams.State> streams;
    private final BooleanSupplier registry;

    /**
     * One thing checked.
     *
     * @param detail what is the matter, and what to do
     */
    record Check(String name, boolean ok, String detail) {}

    Health(DetectorStreams streams, LiveState state) {
        this(streams::state, state::registryReachable);
    }

    Health(Supplier<KafkaStreams.State> streams, BooleanSupplier registry) {
        this.streams = streams;
        this.registry = registry;
    }

    /** Not live: the process should be restarted. */
    List<Check> live() {
        KafkaStreams.State state = streams.get();
        boolean dead = state == KafkaStreams.State.ERROR
                || state == KafkaStreams.State.PENDING_ERROR
                || state == KafkaStreams.State.NOT_RUNNING;
        return List.of(new Check(
                "streams", !dead, dead ? "Kafka Streams is " + state + "; see the log for the cause" : state.name()));
    }

    /** Not ready: alive, but not detecting now. */
    List<Check> ready() {
        KafkaStreams.State state = streams.get();
        boolean running = state == KafkaStreams.State.RUNNING;
        boolean reachable = registry.getAsBoolean();
        return List.of(
                new Check(
                        "streams",
                        running,
                        running
                                ? state.name()
                                : "Kafka Streams is " + state + "; it waits for brokers, partitions or its state"),
                new Check(
                        "registry",
                        reachable,
                        reachable
                                ? "answers"
                                : "the schema registry does not answer; records wait, none is lost; check"
                                        + " schema-registry.url and its login"));
    }
}
