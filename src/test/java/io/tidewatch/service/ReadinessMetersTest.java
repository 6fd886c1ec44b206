package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidewatch.topology.StreamThreads;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessMetersTest {
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private boolean registry = true;
    private List<Problem> problems = List.of();

    @BeforeEach
    void register() {
        LearningState learning = new LearningState(true, 0, 128, null);
        ReadinessMeters.register(
                meters,
                new Health(
                        () -> new StreamsFacts(State.RUNNING, StreamThreads.NONE),
                        () -> registry,
                        () -> null,
                        () -> learning,
                        () -> problems));
    }

    @Test
    void everyCheckIsThereBeforeAnythingIsWrong() {
        assertThat(meters.scrape()).contains("tidewatch_ready 1.0");
        assertThat(Health.READINESS).contains("streams", "registry", "model", "broker", "records", "events");
        assertThat(Health.READINESS).allSatisfy(check -> assertThat(meters.scrape())
                .contains("tidewatch_problem{check=\"" + check + "\"} 0.0"));
    }

    @Test
    void whatStopsIsAProblemAndNotReady() {
        problems = List.of(new Problem("broker", true, "away"));

        assertThat(meters.scrape()).contains("tidewatch_ready 0.0", "tidewatch_problem{check=\"broker\"} 1.0");
    }

    @Test
    void failedCheckIsAProblemToo() {
        registry = false;

        assertThat(meters.scrape()).contains("tidewatch_ready 0.0", "tidewatch_problem{check=\"registry\"} 1.0");
    }

    @Test
    void whatOnlyDeservesALookIsAProblemAndReady() {
        problems = List.of(new Problem("events", false, "some are late"));

        assertThat(meters.scrape()).contains("tidewatch_ready 1.0", "tidewatch_problem{check=\"events\"} 1.0");
    }
}
