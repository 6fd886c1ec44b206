package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidewatch.window.SourceClock;
import io.tidewatch.window.SourceTime;
import org.junit.jupiter.api.Test;

class SourceTimesTest {
    private static final long AT = 1_600_000_000_000L;

    private long nowMs = 1_700_000_000_000L;
    private final SourceTimes times = new SourceTimes(() -> nowMs);

    private boolean take(String topic, int partition, long timeMs, boolean idle) {
        return times.take(topic, partition, new SourceTime(0, timeMs, idle));
    }

    @Test
    void activeSourceIsBehindTheFastestOfItsOwnTopic() {
        take("pumps", 0, AT, false);
        take("pumps", 1, AT + 60_000, false);
        take("valves", 0, AT + 900_000, false);

        assertThat(times.lags())
                .containsExactlyInAnyOrder(
                        new SourceTimes.Lag("pumps-0", AT, 60_000),
                        new SourceTimes.Lag("pumps-1", AT + 60_000, 0),
                        new SourceTimes.Lag("valves-0", AT + 900_000, 0));
        assertThat(times.behindMs("pumps-0")).isEqualTo(60_000);
    }

    @Test
    void idleSourceIsNeitherBehindNorFastest() {
        take("pumps", 0, AT, false);
        take("pumps", 1, AT + 60_000, true);
        take("pumps", 2, SourceClock.NONE, false);

        assertThat(times.lags()).containsExactly(new SourceTimes.Lag("pumps-0", AT, 0));
        assertThat(times.behindMs("pumps-1")).isZero();
    }

    @Test
    void sourceThatIsNoLongerToldOfIsForgotten() {
        assertThat(take("pumps", 0, AT, false)).isTrue();
        nowMs += 91_000;
        assertThat(take("pumps", 1, AT + 60_000, false)).isTrue();
        assertThat(times.lags()).extracting(SourceTimes.Lag::source).containsExactly("pumps-1");

        assertThat(take("pumps", 0, AT, false)).as("its gauge is there already").isFalse();
        assertThat(times.behindMs("pumps-0")).isEqualTo(60_000);
    }

    @Test
    void lagOfEachSourceIsAMetric() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        LiveState state = new LiveState(meters, () -> nowMs);

        state.sourceTime("pumps", 0, new SourceTime(0, AT, false));
        state.sourceTime("pumps", 1, new SourceTime(1, AT + 60_000, false));

        assertThat(meters.scrape())
                .contains("tidewatch_watermark_lag_seconds{source=\"pumps-0\"} 60.0")
                .contains("tidewatch_watermark_lag_seconds{source=\"pumps-1\"} 0.0");
    }
}
