package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.detector.StepResult;
import io.tidewatch.registry.WireFormat;
import io.tidewatch.window.SourceTime;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorTopologyTest {
    private static final long STEP = TestSpecs.STEP_MS;
    private static final long START = 1_600_000_000_000L;
    private static final Optional<String> KEY = Optional.empty();

    @TempDir
    private Path state;

    private final Random random = new Random(3);

    private double normal() {
        return 40 + 2 * random.nextGaussian();
    }

    private static long at(int step) {
        return START + step * STEP;
    }

    @Test
    void spikeBecomesAnAlertUnderTheInputsOwnKeyBytes() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(KEY), state)) {
            for (int i = 0; i < 400; i++) {
                rig.send("a", at(i), normal());
            }
            rig.send("a", at(400), 95);
            rig.send("a", at(401), normal());

            List<TestRecord<byte[], byte[]>> records = rig.alertRecords();
            assertThat(records).hasSize(1);
            assertThat(records.get(0).key()).isEqualTo(Readings.key("a"));
            assertThat(records.get(0).timestamp()).isEqualTo(TopologyRig.NOW.toEpochMilli());
            assertThat(WireFormat.matches(records.get(0).value())).isTrue();
            GenericRecord alert = TopologyRig.alert(records.get(0).value());
            assertThat(alert.get("status")).hasToString("OPEN");
            assertThat(alert.get("entity")).hasToString("a");
            assertThat(alert.get("startedAt")).isEqualTo(at(400));
            assertThat(rig.recorder.alerts).hasSize(1);
            assertThat(rig.recorder.alerts.get(0).getId())
                    .isEqualTo(alert.get("id").toString());
            assertThat(rig.recorder.events).hasValue(402);
        }
    }

    @Test
    void everyEventIsAStepWithStepEvent() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            for (int i = 0; i < 400; i++) {
                rig.send("a", at(i), i == 390 ? 95 : normal());
            }
            assertThat(rig.recorder.steps).hasSize(400);
            assertThat(rig.alerts()).extracting(alert -> alert.get("startedAt")).contains(at(390));
        }
    }

    @Test
    void timeOfEachSourceIsToldToTheObserver() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(KEY), state)) {
            rig.send("a", at(0), normal());
            rig.pass(Duration.ofSeconds(2));

            assertThat(rig.recorder.sourceTimes)
                    .contains(new SourceTime(SourceIds.of(TestSpecs.INPUT, 0), at(0), false));
        }
    }

    @Test
    void entityOfAFieldComesTogetherThroughANamedTopicUnderItsName() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(Optional.of("sensor")), state)) {
            for (int i = 0; i < 400; i++) {
                rig.send(new byte[] {(byte) i}, rig.readings.value("a", at(i), i == 390 ? 95 : normal()));
            }
            List<TestRecord<byte[], byte[]>> records = rig.alertRecords();
            assertThat(records).isNotEmpty();
            assertThat(records).allSatisfy(record -> assertThat(record.key()).isEqualTo(Readings.key("a")));
            assertThat(rig.driver.producedTopicNames()).contains("tidewatch-d-by-entity-repartition");
        }
    }

    @Test
    void recordKeyAsEntityNeedsNoRepartition() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(KEY), state)) {
            rig.send("a", at(0), 1);
            assertThat(rig.driver.producedTopicNames()).noneMatch(name -> name.endsWith("-repartition"));
        }
    }

    @Test
    void nodesAreNamedAfterWhatTheyDo() {
        TopologyDescription description = DetectorTopology.build(
                        TestSpecs.steps(KEY),
                        new PatientRegistry(new io.tidewatch.registry.InMemoryRegistry(), new Recorder()),
                        new Outputs(new AlertSerializer(1), TopologyRig.NO_LIMITS),
                        new ModelHolder(),
                        new Learning.Handed((entity, window, localMs, normal) -> {}),
                        InputPulse.ALWAYS,
                        new Recorder())
                .describe();
        List<String> names = new ArrayList<>();
        description.subtopologies().forEach(sub -> sub.nodes().forEach(node -> names.add(node.name())));
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "source",
                        "decode",
                        "rejected",
                        "fit-letter",
                        "dead-letters",
                        "accepted",
                        "event",
                        "window-score-decide",
                        "raised",
                        "alert",
                        "fit-alert",
                        "alerts");
    }

    @Test
    void traceHeadersOfTheTriggeringRecordAreCarriedOverOthersAreNot() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(KEY), state)) {
            for (int i = 0; i < 402; i++) {
                Headers headers = new RecordHeaders()
                        .add("traceparent", ("trace-" + i).getBytes())
                        .add("X-B3-TraceId", ("b3-" + i).getBytes())
                        .add("__value_schema_id", new byte[] {1});
                rig.send(Readings.key("a"), rig.readings.value("a", at(i), i == 400 ? 95 : normal()), headers);
            }
            Headers headers = rig.alertRecords().get(0).headers();
            assertThat(headers.toArray()).hasSize(2);
            // The event of step 401 completes step 400.
            assertThat(headers.lastHeader("traceparent").value()).isEqualTo("trace-401".getBytes());
            assertThat(headers.lastHeader("X-B3-TraceId").value()).isEqualTo("b3-401".getBytes());
        }
    }

    @Test
    void entityThatFallsSilentAmongOthersRaisesAnAlertUnderItsOwnKey() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(KEY), state)) {
            for (int i = 0; i < 460; i++) {
                rig.send("a", at(i), normal());
                if (i < 400) {
                    rig.send("b", at(i), normal());
                }
            }
            List<TestRecord<byte[], byte[]>> records = rig.alertRecords();
            assertThat(records).isNotEmpty();
            assertThat(records).allSatisfy(record -> {
                assertThat(record.key()).isEqualTo(Readings.key("b"));
                assertThat(record.headers().toArray()).isEmpty();
            });
        }
    }

    @Test
    void partitionThatFallsQuietGoesOnWithTheWallClock() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(KEY), state)) {
            learn(rig, "a", 400);
            int before = rig.recorder.steps.size();

            rig.pass(Duration.ofMillis(2 * STEP - 1_000));
            assertThat(rig.recorder.steps).hasSize(before);

            rig.pass(Duration.ofMillis(30 * STEP));
            assertThat(rig.recorder.steps.size()).isBetween(before + 29, before + 33);
            assertThat(rig.alerts()).isNotEmpty();
        }
    }

    @Test
    void partitionThatCannotBeReadIsNotQuiet() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(KEY), state)) {
            learn(rig, "a", 400);
            int before = rig.recorder.steps.size();

            rig.setConnected(false);
            rig.pass(Duration.ofMillis(30 * STEP));

            assertThat(rig.recorder.steps).hasSize(before);
            assertThat(rig.alerts()).isEmpty();
        }
    }

    @Test
    void stallOfTheThreadIsNotSilence() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(KEY), state)) {
            learn(rig, "a", 400);
            int before = rig.recorder.steps.size();

            rig.driver.advanceWallClockTime(Duration.ofHours(1));

            assertThat(rig.recorder.steps).hasSize(before);
        }
    }

    @Test
    void neighboursOfAnotherEraDoNotDisturbEachOther() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(KEY), state)) {
            long decade = 86_400_000L * 3_650;
            for (int i = 0; i < 500; i++) {
                rig.send("now", at(i), normal());
                rig.send("then", at(i) - decade, normal());
            }
            assertThat(rig.recorder.stepsOf("now")).hasSize(499);
            assertThat(rig.recorder.stepsOf("then")).hasSize(499);
            assertThat(rig.recorder.late).hasValue(0);
            assertThat(rig.alerts()).isEmpty();
        }
    }

    @Test
    void oneEventFarAheadOfItsPartitionIsCountedAndMovesNobody() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(KEY), state)) {
            for (int i = 0; i < 400; i++) {
                for (int sensor = 0; sensor < 20; sensor++) {
                    rig.send("pump-" + sensor, at(i), normal());
                }
                if (i == 200) {
                    rig.send("stray", at(i) + 86_340_000, normal());
                    rig.send("stray", at(i), normal());
                }
            }
            assertThat(rig.recorder.early).hasValue(1);
            assertThat(rig.recorder.late).hasValue(0);
            assertThat(rig.alerts())
                    .allMatch(alert -> alert.get("entity").toString().equals("stray"));
            assertThat(rig.recorder.stepsOf("pump-0")).hasSize(399);
        }
    }

    private void learn(TopologyRig rig, String sensor, int steps) {
        for (int i = 0; i < steps; i++) {
            rig.send(sensor, at(i), normal());
        }
    }

    @Test
    void keysNameTheEntityAsAvroThenTextThenHex() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            Schema place = new Schema.Parser()
                    .parse("{\"type\":\"record\",\"name\":\"Place\",\"fields\":[{\"name\":\"hall\",\"type\":\"int\"},"
                            + "{\"name\":\"line\",\"type\":\"string\"}]}");
            GenericRecord hall = new GenericData.Record(place);
            hall.put("hall", 7);
            hall.put("line", "x");
            byte[] longKey = ByteBuffer.allocate(8).putLong(42).array();
            byte[][] keys = {
                avroKey(rig, Schema.create(Schema.Type.STRING), "pump"),
                avroKey(rig, Schema.create(Schema.Type.LONG), 9L),
                avroKey(rig, place, hall),
                Readings.key("Größe 1"),
                longKey,
                {(byte) 0xff, 1},
            };
            for (byte[] key : keys) {
                rig.send(key, rig.readings.value("ignored", START, 1));
            }
            assertThat(rig.recorder.steps)
                    .extracting(StepResult::entity)
                    .containsExactly(
                            "pump", "9", "{\"hall\": 7, \"line\": \"x\"}", "Größe 1", "000000000000002a", "ff01");
        }
    }

    private static byte[] avroKey(TopologyRig rig, Schema schema, Object value) {
        int id = Readings.register(rig.registry, "key-" + schema.getName(), schema);
        return WireFormat.wrap(id, Readings.avro(schema, value));
    }
}
