package io.tidewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.bench.RunSpec.Subject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    private static final Resources MEMORY = new Resources(30, 100, 2048, 5, 20, null, null);

    private static final CommitTimes.Mean COMMIT = new CommitTimes.Mean(3, 1, 6);

    private static Variant variant(Subject subject, long stepMs, boolean entityInKey, double... rates) {
        List<RunResult> runs = Arrays.stream(rates)
                .mapToObj(rate -> new RunResult(rate, rate / 2, 3, 1e6 / rate, 10, 1, 40, 0.5, COMMIT, MEMORY))
                .toList();
        return new Variant(subject, stepMs, entityInKey, 1, 100, 8, runs, new StoredState(400_000, 600_000, 5_000));
    }

    private static LatencyResult latency(boolean entityInKey, double p99) {
        return new LatencyResult(
                entityInKey,
                1000,
                999,
                2,
                25,
                COMMIT,
                60,
                100,
                30,
                50,
                p99,
                1_000,
                1_001,
                new LatencyResult.Decided(10, 20),
                MEMORY);
    }

    private static BenchResult result() {
        return new BenchResult(
                BenchResult.Machine.here("plain Java"),
                BenchPlan.quick(),
                List.of(
                        variant(Subject.PASS_THROUGH, Workload.STEP_MS, false, 90_000, 100_000, 300_000),
                        variant(Subject.DETECTOR, Workload.STEP_MS, false, 80_000, 90_000),
                        variant(Subject.PASS_THROUGH, Workload.STEP_MS, true, 200_000),
                        variant(Subject.DETECTOR, 0, true, 50_000)),
                List.of(),
                List.of(),
                List.of(latency(true, 900), latency(false, 300), latency(true, 70), latency(true, 60)),
                List.of(
                        new StartupResult(4, Map.of()),
                        new StartupResult(3, Map.of()),
                        new StartupResult(9, Map.of())));
    }

    @Test
    void jsonStartsWithTheHeadlinesMedians() throws Exception {
        JsonNode json = new ObjectMapper().readTree(BenchJson.of(result()));

        assertThat(json.get("passThroughEventsPerSecond").asDouble()).isEqualTo(100_000);
        assertThat(json.get("detectorEventsPerSecond").asDouble()).isEqualTo(85_000);
        assertThat(json.get("ratio").asDouble()).isCloseTo(0.85, within(1e-9));
        assertThat(json.at("/latencyMs/p99").asDouble()).isEqualTo(70);
        assertThat(json.get("stateBytesPerEntity").asDouble()).isEqualTo(4_000);
        assertThat(json.get("changelogBytesPerEvent").asDouble()).isEqualTo(40);
        assertThat(json.get("rssMb").isNull()).isTrue();
        assertThat(json.get("startupSeconds").asDouble()).isEqualTo(4);
        assertThat(json.at("/throughput/3/ratio").asDouble()).isCloseTo(0.25, within(1e-9));
        assertThat(json.at("/throughput/0/ratio").isNull()).isTrue();
        assertThat(json.at("/throughput/0/changelogKeptBytesPerEntity").asDouble())
                .isEqualTo(6_000);
    }

    @Test
    void withoutRunsOfTheTopologiesTheRestIsReportedAlone() throws Exception {
        BenchResult all = result();
        BenchResult rest = new BenchResult(
                all.machine(), all.plan(), List.of(), List.of(), all.variants(), List.of(), all.starts());

        JsonNode json = new ObjectMapper().readTree(BenchJson.of(rest));
        assertThat(json.has("ratio")).isFalse();
        assertThat(json.get("startupSeconds").asDouble()).isEqualTo(4);
        assertThat(json.get("entityCounts")).hasSize(4);
        assertThat(BenchTable.of(rest)).contains("Entities").doesNotContain("Memory");
    }

    @Test
    void tableHasALineForEachVariant() {
        assertThat(BenchTable.of(result()).lines().filter(line -> line.matches("  (detector|pass-through) .*")))
                .hasSize(4)
                .anyMatch(line -> line.contains("85,000") && line.contains("0.85"));
    }

    @Test
    void tableHasTheMedianLatencyOfEachPlaceOfTheEntityAndHowFarItSpread() {
        assertThat(BenchTable.of(result()).lines())
                .anyMatch(line -> line.startsWith("  entity in key") && line.contains("p99 70.0 (60.0 to 900.0)"))
                .anyMatch(line -> line.startsWith("  entity in field") && line.contains("p99 300.0 (300.0 to 300.0)"));
    }

    @Test
    void tableTellsWhatACommitWaitedFor() {
        assertThat(BenchTable.of(result())).contains("A commit took 10.0 ms (key): 3.0 to write, 1.0 for");
    }

    @Test
    void commitsBeforeAMomentDoNotCountInTheMean() {
        CommitTimes before = new CommitTimes(10, 1e9, 2e9, 3e9);
        CommitTimes after = new CommitTimes(30, 1e9 + 40e6, 2e9 + 60e6, 3e9 + 80e6);

        assertThat(after.since(before)).isEqualTo(new CommitTimes.Mean(2, 3, 4));
        assertThat(before.since(before).total()).isNaN();
    }

    @Test
    void medianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertThat(Median.of(3, 1, 2)).isEqualTo(2);
        assertThat(Median.of(4, 1, 2, 3)).isEqualTo(2.5);
        assertThat(Median.of()).isNaN();
    }
}
