package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Producers that stop: one fact, told once. Each input topic has one partition here, which is one source. */
class DeadProducerTest {
    private static final long STEP = TestSpecs.STEP_MS;
    private static final long START = TopologyRig.NOW.toEpochMilli();
    private static final int ENTITIES = 40;
    private static final int LEARNED = 120;
    /** Steps for which nothing comes. */
    private static final int SILENT = 40;

    private static final int BACK = 36;

    @TempDir
    private Path state;

    private final Random random = new Random(5);
    private final List<GenericRecord> alerts = new ArrayList<>();
    private int step;

    @BeforeEach
    void begin() {
        step = 0;
    }

    private static TopologySpec spec(boolean byKey, int sources) {
        TopologySpec one = TestSpecs.steps(byKey ? Optional.empty() : Optional.of("sensor"));
        List<String> topics = topics(sources);
        Map<String, Integer> partitions = topics.stream().collect(Collectors.toMap(topic -> topic, topic -> 1));
        return new TopologySpec(
                topics,
                PartitionPlan.ofNew(partitions, byKey),
                one.alertsTopic(),
                one.deadLettersTopic(),
                one.event(),
                one.detector());
    }

    private static List<String> topics(int sources) {
        return IntStream.range(0, sources).mapToObj(DeadProducerTest::topic).toList();
    }

    private static String topic(int source) {
        return source == 0 ? TestSpecs.INPUT : TestSpecs.INPUT + "-" + source;
    }

    /** Each entity that is not in a dead source sends in each step, spread over it, as wall-clock time passes. */
    private void live(TopologyRig rig, int sources, int steps, Set<Integer> deadEntities) {
        for (int until = step + steps; step < until; step++) {
            for (int second = 0; second < STEP / 1_000; second++) {
                for (int entity = second; entity < ENTITIES; entity += (int) (STEP / 1_000)) {
                    if (!deadEntities.contains(entity)) {
                        rig.send(
                                topic(entity % sources), name(entity), START + step * STEP + second * 1_000L, normal());
                    }
                }
                rig.pass(Duration.ofSeconds(1));
            }
        }
        alerts.addAll(rig.alerts());
    }

    private double normal() {
        return 40 + 2 * random.nextGaussian();
    }

    private static String name(int entity) {
        return "room-" + entity;
    }

    private static Set<Integer> all() {
        return IntStream.range(0, ENTITIES).boxed().collect(Collectors.toSet());
    }

    private List<String> statuses() {
        return alerts.stream()
                .map(alert -> alert.get("status").toString())
                .filter(status -> !status.equals("UPDATE"))
                .toList();
    }

    private List<GenericRecord> opened() {
        return alerts.stream()
                .filter(alert -> alert.get("status").toString().equals("OPEN"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 6", "false, 1", "false, 6"})
    void silenceOfAllIsOneIncidentThatClosesWhenTheyAreBack(boolean byKey, int sources) {
        try (TopologyRig rig = new TopologyRig(spec(byKey, sources), state)) {
            live(rig, sources, LEARNED, Set.of());
            alerts.clear();

            live(rig, sources, SILENT, all());
            assertThat(statuses()).containsExactly("OPEN");
            assertThat(opened().get(0).get("message").toString())
                    .startsWith(
                            "Nothing has come from " + (sources == 1 ? "readings-0" : "any source") + " since Nov 14")
                    .contains("all its entities are silent");

            live(rig, sources, BACK, Set.of());
            assertThat(statuses()).containsExactly("OPEN", "CLOSED");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void oneOfSixProducersThatStopsIsOneIncident(boolean byKey) {
        try (TopologyRig rig = new TopologyRig(spec(byKey, 6), state)) {
            live(rig, 6, LEARNED, Set.of());
            alerts.clear();

            Set<Integer> ofTheThird = all();
            ofTheThird.removeIf(entity -> entity % 6 != 2);
            live(rig, 6, SILENT, ofTheThird);
            assertThat(statuses()).containsExactly("OPEN");
            assertThat(opened().get(0).get("message").toString())
                    .startsWith("Nothing has come from readings-2-0 since");

            live(rig, 6, BACK, Set.of());
            assertThat(statuses()).containsExactly("OPEN", "CLOSED");
        }
    }

    @Test
    void entityThatFallsSilentWhileOthersSendIsItsOwnIncident() {
        try (TopologyRig rig = new TopologyRig(spec(true, 1), state)) {
            live(rig, 1, LEARNED, Set.of());
            alerts.clear();

            live(rig, 1, SILENT, Set.of(7));
            assertThat(opened()).hasSize(1);
            assertThat(opened().get(0).get("entity")).hasToString("room-7");
            assertThat(opened().get(0).get("message").toString()).startsWith("room-7 has sent no value for");

            live(rig, 1, SILENT, all());
            live(rig, 1, BACK, Set.of(7));
            assertThat(alerts)
                    .filteredOn(alert -> alert.get("status").toString().equals("CLOSED"))
                    .extracting(alert -> alert.get("entity").toString())
                    .doesNotContain("room-7");
        }
    }
}
