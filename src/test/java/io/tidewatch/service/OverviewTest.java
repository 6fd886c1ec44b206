package io.tidewatch.service;

import static io.tidewatch.service.Fixtures.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidewatch.AlertStatus;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.detector.StepResult.Phase;
import io.tidewatch.model.HeldOut;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private final LiveState state = new LiveState(new SimpleMeterRegistry(), () -> 1_772_420_400_000L);
    private State streams = State.RUNNING;
    private @Nullable ScheduledModel model;
    private List<Problem> problems = List.of();
    private final Overview overview = new Overview(Fixtures.SPEC, state, () -> model, () -> streams, () -> problems);

    private String state() {
        return overview.read().get("state").asText();
    }

    private String explanation() {
        return overview.read().get("explanation").asText();
    }

    @Test
    void learningSaysWhatIsMissing() {
        assertThat(explanation()).isEqualTo("Learning: waiting for the first event.");

        state.event("pumps", 0);
        for (int i = 0; i < 12; i++) {
            state.step(step("pump-1", Phase.LEARNING));
        }
        assertThat(explanation()).startsWith("Learning: another instance collects the windows for the first model");

        state.trainer(Fixtures.trainer(0, null));
        assertThat(explanation()).isEqualTo("Learning: 12 of 32 steps until the first window is full.");

        state.trainer(Fixtures.trainer(37, null));
        assertThat(explanation()).startsWith("Learning: 37 of 128 windows for the first model.");
        assertThat(overview.read().get("learned").asDouble()).isEqualTo(37 / 128.0);

        state.trainer(Fixtures.trainer(128, null));
        assertThat(explanation()).startsWith("Learning: training the first model.");

        state.trainer(Fixtures.trainer(128, "the training failed"));
        assertThat(explanation()).contains("the training failed");
    }

    @Test
    void neverSaysAsUsualWhileSomethingIsWrongOrAnIncidentIsOpen() {
        model = Fixtures.scheduled(1);
        state.event("pumps", 0);
        assertThat(explanation()).isEqualTo("Watching; everything is as usual.");

        state.alert(Fixtures.alert("a", "pump-1", AlertStatus.OPEN, 0));
        assertThat(explanation()).isEqualTo("Watching; one incident is open.");

        problems = List.of(
                new Problem("broker", true, "No broker answers."), new Problem("records", false, "Some are lost."));
        assertThat(explanation()).isEqualTo("No broker answers. Some are lost.");
        assertThat(state()).isEqualTo("not ready");
    }

    @Test
    void modelIsNamedWithItsOrigin() {
        assertThat(overview.read().get("model").isNull()).isTrue();

        model = Fixtures.scheduled(1);
        ObjectNode now = overview.read();

        assertThat(now.get("state").asText()).isEqualTo("watching");
        assertThat(now.at("/model/version").asText()).isEqualTo(model.artifact().version());
        assertThat(now.at("/model/windows").asInt()).isEqualTo(4200);
        assertThat(now.at("/model/createdAtMs").asLong()).isEqualTo(Fixtures.START.toEpochMilli());
    }

    @Test
    void modelThatWasHeldAgainstTheOneBeforeHasBothErrors() {
        model = Fixtures.scheduled(1);
        assertThat(overview.read().at("/model/heldOut").isMissingNode()).isTrue();
        assertThat(overview.read().at("/model/fromMs").isMissingNode()).isTrue();
        assertThat(overview.read().at("/model/fixed").asBoolean()).isTrue();

        model = Fixtures.winner(new HeldOut(64, Double.NaN, 0.03), 1_772_420_410_000L);
        assertThat(overview.read().at("/model/heldOut").isMissingNode()).isTrue();

        model = Fixtures.winner(new HeldOut(120, 0.04, 0.03), 1_772_420_410_000L);
        ObjectNode now = overview.read();
        assertThat(now.at("/model/heldOut/windows").asInt()).isEqualTo(120);
        assertThat(now.at("/model/heldOut/activeError").asDouble()).isEqualTo(0.04);
        assertThat(now.at("/model/heldOut/challengerError").asDouble()).isEqualTo(0.03);
        assertThat(now.at("/model/fromMs").asLong()).isEqualTo(1_772_420_410_000L);
        assertThat(now.at("/model/fixed").asBoolean()).isFalse();
    }

    @Test
    void trainerIsSeenInTheInstanceThatHasIt() {
        assertThat(overview.read().at("/training/here").asBoolean()).isFalse();
        assertThat(overview.read().at("/training/nextMs").isMissingNode()).isTrue();

        state.trainer(Fixtures.trainerThatLost(new HeldOut(96, 0.03, 0.05)));
        ObjectNode now = overview.read();

        assertThat(now.at("/training/here").asBoolean()).isTrue();
        assertThat(now.at("/training/running").asBoolean()).isFalse();
        assertThat(now.at("/training/nextMs").asLong())
                .isEqualTo(Fixtures.START.plusSeconds(86_400).toEpochMilli());
        assertThat(now.at("/training/drifted/0").asText()).isEqualTo("load");
        assertThat(now.at("/training/lastLost/windows").asInt()).isEqualTo(96);
        assertThat(now.at("/training/lastLost/activeError").asDouble()).isEqualTo(0.03);
        assertThat(now.at("/training/lastLost/challengerError").asDouble()).isEqualTo(0.05);
    }

    @Test
    void registryAwayIsSaidEvenBeforeStreamsRun() {
        streams = State.CREATED;
        assertThat(state()).isEqualTo("starting");

        state.registryReachable(false);
        assertThat(state()).isEqualTo("waiting for the schema registry");
        assertThat(explanation()).contains("none is lost");
    }

    @Test
    void endedStreamsAreStopped() {
        streams = State.ERROR;

        assertThat(state()).isEqualTo("stopped");
    }
}
