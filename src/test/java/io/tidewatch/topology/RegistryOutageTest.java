package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.event.RejectionReason;
import io.tidewatch.registry.InMemoryRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryOutageTest {
    private static final long AT = 1_650_000_000_000L;

    @TempDir
    private Path state;

    @Test
    void recordWaitsForTheRegistryThenGoesOn() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            rig.registry.setAvailable(false);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                rig.send("a", AT, 1);
                rig.send("a", AT + 1, 1);
            });
            Awaitility.await().until(() -> rig.recorder.registry.contains(false));
            assertThat(sending).isNotDone();

            rig.registry.setAvailable(true);

            assertThat(sending).succeedsWithin(Duration.ofSeconds(10));
            assertThat(rig.recorder.registry).containsExactly(false, true);
            assertThat(rig.recorder.steps).hasSize(2);
            assertThat(rig.deadLetters()).isEmpty();
        }
    }

    @Test
    void longOutageGivesTheRecordBackToBeReadAgain() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            rig.registry.setAvailable(false);
            assertThatThrownBy(() -> rig.send("a", AT, 1))
                    .satisfies(fault -> assertThat(new UncaughtFaults(TopologyRig.NO_LIMITS).handle(fault))
                            .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD))
                    .hasRootCauseMessage("The in-memory registry is switched off.");
            assertThat(rig.recorder.steps).isEmpty();
            assertThat(rig.recorder.rejections).isEmpty();
        }
    }

    @Test
    void schemaKnownBeforeNeedsNoRegistry() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            rig.send("a", AT, 1);
            rig.registry.setAvailable(false);
            rig.send("a", AT + 1, 1);
            assertThat(rig.recorder.steps).hasSize(2);
        }
    }

    @Test
    void unknownSchemaIsABadRecordNotAnOutage() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            rig.send(Readings.key("a"), new byte[] {0, 0, 9, 9, 9, 0});
            assertThat(rig.recorder.rejections).containsExactly(RejectionReason.UNKNOWN_SCHEMA);
            assertThat(rig.recorder.registry).isEmpty();
        }
    }

    @Test
    void taskWaitsBeforeItsFirstRecordWhileTheRegistryIsAway() throws Exception {
        InMemoryRegistry registry = new InMemoryRegistry();
        int id = Readings.register(registry, "s", Readings.SCHEMA);
        PatientRegistry patient = new PatientRegistry(registry, new Recorder(), Duration.ZERO, Duration.ofSeconds(30));
        patient.awaitAnswers();
        registry.setAvailable(false);
        assertThatThrownBy(() -> patient.byId(id, "record in-0@0")).isInstanceOf(RegistryAwayException.class);

        CompletableFuture<Void> waiting = CompletableFuture.runAsync(patient::awaitAnswers);
        int asked = registry.calls();
        Awaitility.await().until(() -> registry.calls() > asked);
        assertThat(waiting).isNotDone();
        registry.setAvailable(true);

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
        assertThat(patient.byId(id, "record in-0@0")).isEqualTo(Readings.SCHEMA);
    }

    @Test
    void stopEndsTheWaitAtOnceWithoutCallingItAFailure() throws Exception {
        InMemoryRegistry registry = new InMemoryRegistry();
        registry.setAvailable(false);
        Recorder recorder = new Recorder();
        PatientRegistry patient = new PatientRegistry(registry, recorder);
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return patient.register("s", Readings.SCHEMA);
            } catch (io.tidewatch.registry.IncompatibleSchemaException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await().until(() -> recorder.registry.contains(false));

        patient.stop();

        assertThat(waiting)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(StoppedException.class);
    }

    @Test
    void bugEndsTheProcessWhatPassesByItselfDoesNot() {
        UncaughtFaults faults = new UncaughtFaults(TopologyRig.NO_LIMITS);
        assertThat(faults.handle(new StreamsException("wrapped", new TimeoutException("broker"))))
                .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(faults.handle(new StreamsException("wrapped", new StoppedException("stop"))))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(faults.fatal()).isEmpty();
        IllegalStateException bug = new IllegalStateException("bug");
        assertThat(faults.handle(bug)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(faults.fatal()).containsSame(bug);
    }
}
