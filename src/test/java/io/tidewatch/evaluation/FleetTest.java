package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final FleetSpec SPEC = new FleetSpec(
            24,
            Duration.ofMinutes(5),
            Instant.parse("2026-03-02T00:00:00Z"),
            Duration.ofDays(2),
            Duration.ofDays(6),
            3);

    private static List<Event> events(Fleet fleet) {
        List<Event> events = new ArrayList<>();
        fleet.events(events::add);
        return events;
    }

    @Test
    void sameSeedGivesTheSameEventsAndAnomalies() {
        assertThat(events(new Fleet(SPEC))).isEqualTo(events(new Fleet(SPEC)));
        assertThat(new Fleet(SPEC).anomalies()).isEqualTo(new Fleet(SPEC).anomalies());
    }

    @Test
    void nothingIsWrongBeforeTheWatchedTime() {
        assertThat(new Fleet(SPEC).anomalies())
                .isNotEmpty()
                .allMatch(anomaly -> anomaly.onsetMs() >= SPEC.watchedFromMs());
    }

    @Test
    void everyTypeIsInjectedAndAnEntitysAnomaliesAreApart() {
        List<InjectedAnomaly> anomalies = new Fleet(SPEC).anomalies();
        assertThat(anomalies)
                .extracting(InjectedAnomaly::type)
                .containsAll(SPEC.anomalies().types());
        for (InjectedAnomaly a : anomalies) {
            for (InjectedAnomaly b : anomalies) {
                if (a != b && a.entity().equals(b.entity()) && a.onsetMs() <= b.onsetMs()) {
                    assertThat(b.onsetMs() - a.endMs())
                            .isGreaterThanOrEqualTo(SPEC.anomalies().stepsBetween()
                                    * SPEC.step().toMillis());
                }
            }
        }
    }

    @Test
    void aSilentEntitySendsNothing() {
        Fleet fleet = new Fleet(SPEC);
        InjectedAnomaly silence = fleet.anomalies().stream()
                .filter(anomaly -> anomaly.type() == AnomalyType.SILENCE)
                .findFirst()
                .orElseThrow();
        List<Event> events = events(fleet);
        assertThat(events)
                .filteredOn(event -> event.entity().equals(silence.entity()))
                .noneMatch(event -> silence.covers(event.timestampMs()));
    }

    @Test
    void cpuFollowsRequestsWhileNothingIsWrong() {
        List<double[]> pairs = new ArrayList<>();
        for (Event event : events(new Fleet(SPEC))) {
            if (event.entity().equals("web-01") && event.timestampMs() < SPEC.watchedFromMs()) {
                pairs.add(new double[] {event.value(0), event.value(1)});
            }
        }
        double meanX = pairs.stream().mapToDouble(p -> p[0]).average().orElseThrow();
        double meanY = pairs.stream().mapToDouble(p -> p[1]).average().orElseThrow();
        double xy =
                pairs.stream().mapToDouble(p -> (p[0] - meanX) * (p[1] - meanY)).sum();
        double xx = pairs.stream().mapToDouble(p -> Math.pow(p[0] - meanX, 2)).sum();
        double yy = pairs.stream().mapToDouble(p -> Math.pow(p[1] - meanY, 2)).sum();
        assertThat(xy / Math.sqrt(xx * yy)).isGreaterThan(0.9);
    }
}
