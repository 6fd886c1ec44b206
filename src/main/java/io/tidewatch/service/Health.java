package io.tidewatch.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Whether the service lives, and whether it is ready, with a reason and a remedy for each check. */
final class Health {
    private static final String STREAMS = "streams";
    private static final String REGISTRY = "registry";
    private static final String MODEL = "model";

    /** Names of all checks of readiness. */
    static final List<String> READINESS = Stream.concat(
                    Stream.of(STREAMS, REGISTRY, MODEL), ProblemRules.CHECKS.stream())
            .toList();

    private final Supplier<StreamsFacts> streams;
    private final BooleanSupplier registry;
    private final Supplier<@Nullable String> modelVersion;
    private final Supplier<LearningState> learning;
    private final Supplier<List<Problem>> problems;

    /**
     * One thing checked.
     *
     * @param detail what is the matter, and what to do
     */
    record Check(String name, boolean ok, String detail) {}

    /**
     * @param streams the application
     * @param registry whether the schema registry answers
     * @param modelVersion of the model in use; null while there is none
     * @param problems that there are now
     */
    Health(
            Supplier<StreamsFacts> streams,
            BooleanSupplier registry,
            Supplier<@Nullable String> modelVersion,
            Supplier<LearningState> learning,
            Supplier<List<Problem>> problems) {
        this.streams = streams;
        this.registry = registry;
        this.modelVersion = modelVersion;
        this.learning = learning;
        this.problems = problems;
    }

    /** Not live: the process should be restarted. */
    List<Check> live() {
        StreamsFacts now = streams.get();
        KafkaStreams.State state = now.state();
        boolean dead = state == KafkaStreams.State.ERROR
                || state == KafkaStreams.State.PENDING_ERROR
                || state == KafkaStreams.State.NOT_RUNNING;
        Check application = new Check(
                STREAMS, !dead, dead ? "Kafka Streams is " + state + "; see the log for the cause" : state.name());
        // While the application stops, its threads end one after the other.
        return state.isRunningOrRebalancing()
                ? List.of(application, StreamThreadRule.check(now.threads()))
                : List.of(application);
    }

    /** Not ready: alive, but not detecting now. */
    List<Check> ready() {
        List<Check> checks = new ArrayList<>(
                List.of(streamsCheck(streams.get().state()), registryCheck(registry.getAsBoolean()), modelCheck()));
        // What only deserves a look is listed as well, and is no reason to be taken out of service.
        problems.get().forEach(problem -> checks.add(new Check(problem.check(), !problem.stops(), problem.text())));
        return checks;
    }

    /** Names of the checks with something wrong, also of those that are ready all the same. */
    Set<String> problems() {
        return Stream.concat(
                        ready().stream().filter(check -> !check.ok()).map(Check::name),
                        problems.get().stream().map(Problem::check))
                .collect(Collectors.toSet());
    }

    private static Check streamsCheck(KafkaStreams.State state) {
        boolean running = state == KafkaStreams.State.RUNNING;
        return new Check(
                STREAMS,
                running,
                running
                        ? state.name()
                        : "Kafka Streams is " + state + "; it waits for brokers, partitions or its state");
    }

    private static Check registryCheck(boolean reachable) {
        return new Check(
                REGISTRY,
                reachable,
                reachable
                        ? "answers"
                        : "the schema registry does not answer; records wait, none is lost; check"
                                + " schema-registry.url and its login");
    }

    /** Learning a first model is a ready state: far outliers are reported meanwhile. */
    private Check modelCheck() {
        String version = modelVersion.get();
        if (version != null) {
            return new Check(MODEL, true, "version " + version);
        }
        LearningState state = learning.get();
        String fault = state.fault();
        return fault == null
                ? new Check(MODEL, true, "none yet; " + progress(state))
                : new Check(MODEL, false, "none, for " + fault);
    }

    /** Windows go on being collected while the first training runs. */
    private static String progress(LearningState state) {
        if (!state.here()) {
            return "learning: another instance trains, or none has begun yet";
        }
        return state.windows() < state.needed()
                ? "learning: " + state.windows() + " of " + state.needed() + " windows"
                : "training on " + state.windows() + " windows";
    }
}
