package io.tidewatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.decision.AnomalyKind;
import io.tidewatch.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FleetTest {
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final long STEP_MS = STEP.toMillis();
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final int DAY_STEPS = 288;

    /** A fleet on which the anomalies come, or, with none, what would have been without them. */
    private static FleetSpec spec(long seed, AnomalyType... types) {
        return new FleetSpec(
                6,
                STEP,
                MONDAY,
                Duration.ofDays(2),
                Duration.ofDays(8),
                seed,
                new FleetSpec.Anomalies(List.of(types), 1, 200),
                FleetSpec.Behaviour.PLAIN);
    }

    private static List<Event> events(FleetSpec spec) {
        List<Event> events = new ArrayList<>();
        new Fleet(spec).events(events::add);
        return events;
    }

    private static Map<String, List<Event>> byEntity(List<Event> events) {
        return events.stream().collect(Collectors.groupingBy(Event::entity, TreeMap::new, Collectors.toList()));
    }

    private static double[] column(List<Event> events, int feature) {
        return events.stream().mapToDouble(event -> event.value(feature)).toArray();
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static double correlation(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /** Events within an anomaly. */
    private static List<Event> during(List<Event> events, InjectedAnomaly anomaly) {
        return events.stream()
                .filter(event -> event.entity().equals(anomaly.entity()) && anomaly.covers(event.timestampMs()))
                .toList();
    }

    @Test
    void sameSeedGivesTheSameEventsAndAnotherSeedOthers() {
        FleetSpec spec = spec(1, AnomalyType.values());
        assertThat(events(spec)).isEqualTo(events(spec)).isNotEqualTo(events(spec(2, AnomalyType.values())));
        assertThat(new Fleet(spec).anomalies()).isEqualTo(new Fleet(spec).anomalies());
        Fleet fleet = new Fleet(spec);
        List<Event> stepped = new ArrayList<>();
        for (long time = spec.startMs(); time < spec.endMs(); time += STEP_MS) {
            fleet.step(time, stepped::add);
        }
        assertThat(stepped).isEqualTo(events(spec));
    }

    @Test
    void contaminationTakesItsShareOfTheNormalTime() {
        FleetSpec spec = new FleetSpec(
                16,
                Duration.ofMinutes(10),
                Instant.parse("2026-03-02T00:00:00Z"),
                Duration.ofDays(28),
                Duration.ofDays(1),
                1,
                new FleetSpec.Anomalies(List.of(AnomalyType.values()), 1, 200, 0.05),
                FleetSpec.Behaviour.PLAIN);
        FleetPlan plan = new FleetPlan(spec, new Random(1));
        long wrongMs = 0;
        for (int i = 0; i < 16; i++) {
            for (InjectedAnomaly anomaly : plan.contaminating(new Server("web-" + i, spec, new Random(i)))) {
                assertThat(anomaly.onsetMs()).isGreaterThan(spec.startMs());
                assertThat(anomaly.endMs()).isLessThan(spec.watchedFromMs());
                wrongMs += anomaly.endMs() - anomaly.onsetMs();
            }
        }
        assertThat(wrongMs / (16.0 * spec.normal().toMillis())).isBetween(0.04, 0.06);
    }

    @Test
    void stepOutOfTurnIsRefused() {
        FleetSpec spec = spec(1);
        Fleet fleet = new Fleet(spec);
        fleet.step(spec.startMs(), event -> {});
        assertThatThrownBy(() -> fleet.step(spec.startMs(), event -> {})).hasMessageContaining("out of turn");
    }

    @Test
    void eventsComeInTheOrderOfTime() {
        assertThat(events(spec(1, AnomalyType.EVENT_BURST)))
                .isSortedAccordingTo(Comparator.comparingLong(Event::timestampMs));
    }

    @Test
    void cpuAndLatencyFollowTheRequests() {
        byEntity(events(spec(3))).forEach((entity, events) -> {
            double[] requests = column(events, Server.REQUESTS);
            assertThat(correlation(requests, column(events, Server.CPU))).isGreaterThan(0.9);
            assertThat(correlation(requests, column(events, Server.LATENCY))).isGreaterThan(0.9);
            assertThat(correlation(requests, column(events, Server.ERRORS))).isBetween(0.1, 0.8);
        });
    }

    @Test
    void dayRepeatsAndItsHoursDiffer() {
        byEntity(events(spec(3))).forEach((entity, events) -> {
            double[] requests = column(events, Server.REQUESTS);
            double[] today = Arrays.copyOfRange(requests, 0, 4 * DAY_STEPS);
            double[] tomorrow = Arrays.copyOfRange(requests, DAY_STEPS, 5 * DAY_STEPS);
            double[] halfADayOff = Arrays.copyOfRange(requests, DAY_STEPS / 2, 4 * DAY_STEPS + DAY_STEPS / 2);
            assertThat(correlation(today, tomorrow)).isGreaterThan(0.95);
            assertThat(correlation(today, halfADayOff)).isLessThan(-0.8);
        });
    }

    @Test
    void spikesAndDipsAreBeyondEverythingNormalOfTheirFeatureWeekendsIncluded() {
        FleetSpec weekly = new FleetSpec(
                8,
                STEP,
                MONDAY,
                Duration.ofDays(2),
                Duration.ofDays(14),
                7,
                new FleetSpec.Anomalies(List.of(AnomalyType.SPIKE, AnomalyType.DIP), 1, 200),
                new FleetSpec.Behaviour(0.5, 0, 0, 0, 1));
        Map<String, List<Event>> events = byEntity(events(weekly));
        List<InjectedAnomaly> anomalies = new Fleet(weekly).anomalies();
        assertThat(anomalies).hasSizeGreaterThan(50);
        for (InjectedAnomaly anomaly : anomalies) {
            int feature = anomaly.features().get(0);
            List<Event> ofServer = events.get(anomaly.entity());
            double[] normal = ofServer.stream()
                    .filter(event -> anomalies.stream()
                            .noneMatch(other ->
                                    other.entity().equals(event.entity()) && other.covers(event.timestampMs())))
                    .mapToDouble(event -> event.value(feature))
                    .toArray();
            double value = during(ofServer, anomaly).get(0).value(feature);
            if (anomaly.type() == AnomalyType.DIP) {
                assertThat(value).isLessThan(Arrays.stream(normal).min().orElseThrow());
            } else {
                assertThat(value).isGreaterThan(Arrays.stream(normal).max().orElseThrow());
            }
        }
    }

    @Test
    void weekendHasItsShareOfTheDemand() {
        FleetSpec weekly = new FleetSpec(
                4,
                STEP,
                MONDAY,
                Duration.ofDays(7),
                Duration.ZERO,
                5,
                new FleetSpec.Anomalies(List.of(), 0, 200),
                new FleetSpec.Behaviour(0.5, 0, 0, 0, 1));
        byEntity(events(weekly)).forEach((entity, events) -> {
            double thursday = mean(events, 3);
            assertThat(mean(events, 1) / thursday).isCloseTo(1, within(0.02));
            assertThat(mean(events, 5) / thursday).isCloseTo(0.5, within(0.06));
        });
    }

    private static double mean(List<Event> events, int day) {
        return events.subList(day * DAY_STEPS, (day + 1) * DAY_STEPS).stream()
                .mapToDouble(event -> event.value(Server.REQUESTS))
                .average()
                .orElseThrow();
    }

    @Test
    void missingShareOfTheValuesIsMissing() {
        FleetSpec gaps = new FleetSpec(
                4,
                STEP,
                MONDAY,
                Duration.ofDays(7),
                Duration.ZERO,
                5,
                FleetSpec.Anomalies.USUAL,
                new FleetSpec.Behaviour(1, 0.1, 0, 0, 1));
        List<Event> events = events(gaps);
        long missing = events.stream()
                .mapToLong(event -> IntStream.range(0, Server.FEATURES)
                        .filter(f -> Double.isNaN(event.value(f)))
                        .count())
                .sum();
        assertThat(missing / (4.0 * events.size())).isCloseTo(0.1, within(0.01));
    }

    @Test
    void nothingIsInjectedBeforeTheWatchedTimeNorTooCloseTogether() {
        FleetSpec spec = spec(7, AnomalyType.values());
        Fleet fleet = new Fleet(spec);
        assertThat(fleet.anomalies())
                .extracting(InjectedAnomaly::type)
                .as("every type has its turn")
                .containsAll(EnumSet.allOf(AnomalyType.class));
        assertThat(fleet.anomalies())
                .extracting(InjectedAnomaly::kind)
                .contains(AnomalyKind.POINT, AnomalyKind.CONTEXTUAL, AnomalyKind.COLLECTIVE);
        Map<String, List<InjectedAnomaly>> byEntity =
                fleet.anomalies().stream().collect(Collectors.groupingBy(InjectedAnomaly::entity));
        byEntity.values().forEach(anomalies -> {
            long freeFromMs = spec.watchedFromMs();
            for (InjectedAnomaly anomaly : anomalies) {
                assertThat(anomaly.onsetMs()).isGreaterThanOrEqualTo(freeFromMs);
                assertThat(anomaly.endMs()).isLessThan(spec.endMs());
                freeFromMs = anomaly.endMs() + 200 * STEP_MS;
            }
        });
    }

    @ParameterizedTest
    @EnumSource(AnomalyType.class)
    void onlyTheStepsAndTheFeaturesOfAnAnomalyDiffer(AnomalyType type) {
        FleetSpec spec = spec(11, type);
        List<InjectedAnomaly> anomalies = new Fleet(spec).anomalies();
        assertThat(anomalies).isNotEmpty();
        Map<String, List<Event>> disturbed = byEntity(events(spec));
        Map<String, List<Event>> normal = byEntity(events(spec(11)));
        normal.forEach((entity, expected) -> {
            Map<Long, Event> actual = disturbed.get(entity).stream()
                    .collect(Collectors.toMap(Event::timestampMs, event -> event, (first, second) -> first));
            for (Event event : expected) {
                List<InjectedAnomaly> here = anomalies.stream()
                        .filter(a -> a.entity().equals(entity) && a.covers(event.timestampMs()))
                        .toList();
                Event seen = actual.get(event.timestampMs());
                if (here.isEmpty()) {
                    assertThat(seen).isEqualTo(event);
                } else if (seen != null) {
                    for (int f = 0; f < Server.FEATURES; f++) {
                        if (!here.get(0).features().contains(f)) {
                            assertThat(seen.value(f)).isEqualTo(event.value(f));
                        }
                    }
                }
            }
        });
    }

    @Test
    void silenceHasNoEvents() {
        FleetSpec spec = spec(13, AnomalyType.SILENCE);
        List<Event> events = events(spec);
        for (InjectedAnomaly anomaly : new Fleet(spec).anomalies()) {
            assertThat(during(events, anomaly)).isEmpty();
            assertThat(anomaly.endMs() - anomaly.onsetMs()).isGreaterThanOrEqualTo(24 * STEP_MS);
        }
    }

    @Test
    void burstHasManyEventsPerStep() {
        FleetSpec spec = spec(13, AnomalyType.EVENT_BURST);
        List<Event> events = events(spec);
        for (InjectedAnomaly anomaly : new Fleet(spec).anomalies()) {
            long steps = (anomaly.endMs() - anomaly.onsetMs()) / STEP_MS;
            assertThat((double) during(events, anomaly).size()).isEqualTo(steps * anomaly.magnitude());
        }
    }

    @Test
    void flatLineStandsStill() {
        FleetSpec spec = spec(13, AnomalyType.FLAT_LINE);
        List<Event> events = events(spec);
        for (InjectedAnomaly anomaly : new Fleet(spec).anomalies()) {
            assertThat(column(during(events, anomaly), anomaly.features().get(0)))
                    .hasSizeGreaterThanOrEqualTo(24)
                    .containsOnly(during(events, anomaly)
                            .get(0)
                            .value(anomaly.features().get(0)));
        }
    }

    @Test
    void spikesAndDipsLeaveTheRangeOfAllNormalValues() {
        Map<String, List<Event>> normal = byEntity(events(spec(17)));
        for (AnomalyType type : List.of(AnomalyType.SPIKE, AnomalyType.DIP)) {
            FleetSpec spec = spec(17, type);
            List<Event> events = events(spec);
            for (InjectedAnomaly anomaly : new Fleet(spec).anomalies()) {
                int feature = anomaly.features().get(0);
                double value = during(events, anomaly).get(0).value(feature);
                double[] usual = column(normal.get(anomaly.entity()), feature);
                assertThat(boxed(usual)).allMatch(v -> type == AnomalyType.SPIKE ? v < value : v > value);
            }
        }
    }

    @Test
    void wrongTimeOfDayAndBrokenCorrelationStayWithinTheRangeOfNormalValues() {
        Map<String, List<Event>> normal = byEntity(events(spec(19)));
        for (AnomalyType type : List.of(AnomalyType.WRONG_TIME_OF_DAY, AnomalyType.BROKEN_CORRELATION)) {
            FleetSpec spec = spec(19, type);
            List<Event> events = events(spec);
            for (InjectedAnomaly anomaly : new Fleet(spec).anomalies()) {
                assertThat(anomaly.magnitude()).as("plain to see").isGreaterThanOrEqualTo(6);
                for (int f = 0; f < Server.ERRORS; f++) {
                    double[] usual = column(normal.get(anomaly.entity()), f);
                    double low = Arrays.stream(usual).min().orElseThrow();
                    double high = Arrays.stream(usual).max().orElseThrow();
                    double slack = 0.05 * (high - low);
                    assertThat(boxed(column(during(events, anomaly), f)))
                            .allMatch(value -> value > low - slack && value < high + slack);
                }
            }
        }
    }

    @Test
    void brokenCorrelationMovesTheCpuAgainstTheRequests() {
        FleetSpec spec = spec(23, AnomalyType.BROKEN_CORRELATION);
        List<Event> events = events(spec);
        Map<String, List<Event>> normal = byEntity(events(spec(23)));
        for (InjectedAnomaly anomaly : new Fleet(spec).anomalies()) {
            List<Event> undisturbed = during(normal.get(anomaly.entity()), anomaly);
            List<Event> broken = during(events, anomaly);
            for (int i = 0; i < broken.size(); i++) {
                assertThat(Math.abs(broken.get(i).value(Server.CPU)
                                - undisturbed.get(i).value(Server.CPU)))
                        .isGreaterThan(5);
            }
        }
    }
}
