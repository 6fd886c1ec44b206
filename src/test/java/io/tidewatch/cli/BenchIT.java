package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The whole benchmark with tiny counts: what it prints makes sense, whatever the machine. */
class BenchIT {

    @Test
    void printsOneObjectWithFiguresThatFitTogether() throws Exception {
        CommandRun run = CommandRun.of(
                "bench",
                "--quick",
                "--json",
                "--runs=1",
                "--events=20000",
                "--load=400",
                "--latency-seconds=2",
                "--alerts=60",
                "--starts=1",
                "--heap=512m");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        double passThrough = json.get("passThroughEventsPerSecond").asDouble();
        double detector = json.get("detectorEventsPerSecond").asDouble();
        assertThat(passThrough).isPositive();
        assertThat(detector).isPositive();
        assertThat(json.get("ratio").asDouble()).isCloseTo(detector / passThrough, within(1e-9));
        double p50 = json.at("/latencyMs/p50").asDouble();
        double p99 = json.at("/latencyMs/p99").asDouble();
        assertThat(p50).isPositive().isLessThanOrEqualTo(p99);
        assertThat(p99).isLessThanOrEqualTo(json.at("/latencyMs/p999").asDouble());
        assertThat(json.at("/latency/0/injected").asInt()).isEqualTo(60);
        assertThat(json.at("/latency/0/alerts").asInt())
                .as("an injected anomaly is far outside: each opens an incident")
                .isGreaterThanOrEqualTo(50);
        assertThat(json.at("/latency/0/commitMs/end").asDouble()).isPositive();
        assertThat(json.get("stateBytesPerEntity").asDouble()).isBetween(100.0, 8_192.0);
        assertThat(json.get("changelogBytesPerEvent").asDouble()).isPositive();
        assertThat(json.get("startupSeconds").asDouble()).isPositive();
        assertThat(json.get("rssMb").asDouble())
                .satisfies(rss -> assertThat(rss > 50 || !Files.exists(Path.of("/proc/self/status")))
                        .isTrue());
        assertThat(json.at("/throughput/1/runs/0/scoredSteps").asInt())
                .as("every window is full when measuring starts")
                .isPositive();
    }
}
