package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.topology.StreamThreads;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {
    private State streams = State.RUNNING;
    private StreamThreads threads = StreamThreads.NONE;
    private boolean registry = true;
    private @Nullable String version = "0123456789ab";
    private LearningState learning = new LearningState(true, 37, 128, null);
    private List<Problem> problems = List.of();
    private final Health health = new Health(
            () -> new StreamsFacts(streams, threads), () -> registry, () -> version, () -> learning, () -> problems);

    private Health.Check ready(String name) {
        return health.ready().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void livesUnlessStreamsEnded(State state) {
        streams = state;
        boolean ended = state == State.ERROR || state == State.PENDING_ERROR || state == State.NOT_RUNNING;

        assertThat(health.live()).allMatch(check -> check.ok() != ended);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void threadThatEndedMeansDeathOnlyWhileTheApplicationRuns(State state) {
        threads = new StreamThreads(1, Duration.ofMinutes(5), List.of());
        streams = state;

        assertThat(health.live().stream()
                        .filter(check -> !check.ok())
                        .map(Health.Check::name)
                        .toList()
                        .contains("stream-threads"))
                .isEqualTo(state == State.RUNNING || state == State.REBALANCING);
    }

    @Test
    void problemThatStopsIsNotReadyAndOneThatDoesNotIsToldAllTheSame() {
        problems = List.of(new Problem("broker", true, "away"), new Problem("events", false, "some are late"));

        assertThat(ready("broker")).isEqualTo(new Health.Check("broker", false, "away"));
        assertThat(ready("events")).isEqualTo(new Health.Check("events", true, "some are late"));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void readyOnlyWhileRunning(State state) {
        streams = state;

        assertThat(ready("streams").ok()).isEqualTo(state == State.RUNNING);
    }

    @Test
    void registryAwayIsNotReadyButAlive() {
        registry = false;

        assertThat(ready("registry").ok()).isFalse();
        assertThat(ready("registry").detail()).contains("none is lost").contains("schema-registry.url");
        assertThat(health.live()).allMatch(Health.Check::ok);
    }

    @Test
    void learningIsReady() {
        version = null;

        assertThat(ready("model").ok()).isTrue();
        assertThat(ready("model").detail()).contains("37 of 128 windows");
    }

    @Test
    void onceThereAreEnoughWindowsItIsTraining() {
        version = null;
        learning = new LearningState(true, 472, 128, null);

        assertThat(ready("model").ok()).isTrue();
        assertThat(ready("model").detail()).isEqualTo("none yet; training on 472 windows");
    }

    @Test
    void failedFirstTrainingIsNotReady() {
        version = null;
        learning = new LearningState(true, 128, 128, "the model cannot be stored in models; make it writable");

        assertThat(ready("model").ok()).isFalse();
        assertThat(ready("model").detail()).contains("make it writable");
    }

    @Test
    void modelInUseOutweighsAFailedTraining() {
        learning = new LearningState(true, 256, 128, "the training failed");

        assertThat(ready("model").ok()).isTrue();
        assertThat(ready("model").detail()).contains("0123456789ab");
    }
}
