package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.AlertStatus;
import io.tidewatch.AlertWindow;
import io.tidewatch.decision.AlertPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RarityTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void probabilityIsToldInTheLargestUnitThatThereAreTwoOf() {
        assertThat(words(1 / 135.0, Duration.ofMinutes(30))).isEqualTo("once in 5 weeks");
        assertThat(words(1e-3, MINUTE)).isEqualTo("once in 8 days");
        assertThat(words(1 / 135.0, MINUTE)).isEqualTo("once in 27 hours");
        assertThat(words(0.2, MINUTE)).isEqualTo("more than once in 2 hours");
    }

    @Test
    void whatIsRarerThanOnceAYearIsNotTold() {
        assertThat(words(12 / (364 * 1440.0), MINUTE)).isEqualTo("once in 52 weeks");
        assertThat(words(12 / (366 * 1440.0), MINUTE)).isEqualTo("less than once a year");
        assertThat(words(0, MINUTE)).isEqualTo("less than once a year");
    }

    @Test
    void probabilityAtTheThresholdIsExpectedAsOftenAsTheBudgetAllows() {
        double threshold = new AlertPolicy(0.1, 32, 4).threshold(MINUTE.toMillis());

        assertThat(AlertPolicy.msBetweenAlerts(Math.pow(10, -threshold), MINUTE.toMillis()))
                .isCloseTo(Duration.ofDays(10).toMillis(), within(1.0));
    }

    @Test
    void incidentOfThePageHasItsRarityWhenAWindowTellsTheStep() {
        IncidentBoard board = new IncidentBoard();
        var bare = Fixtures.alert("a", "pump-1", AlertStatus.OPEN, 0);
        bare.setWindow(null);
        board.add(bare);
        assertThat(IncidentJson.whole(board.find("a").orElseThrow()).has("rarity"))
                .isFalse();

        var drawn = Fixtures.alert("a", "pump-1", AlertStatus.UPDATE, 1);
        drawn.setProbability(1e-3);
        drawn.setWindow(window(MINUTE));
        board.add(drawn);

        assertThat(IncidentJson.whole(board.find("a").orElseThrow())
                        .path("rarity")
                        .asText())
                .isEqualTo("once in 8 days");
    }

    private static String words(double probability, Duration step) {
        return Rarity.words(probability, window(step));
    }

    private static AlertWindow window(Duration step) {
        Instant start = Instant.parse("2026-02-20T18:00:00Z");
        List<Instant> times = IntStream.range(0, 32)
                .mapToObj(i -> start.plus(step.multipliedBy(i)))
                .toList();
        return new AlertWindow(times, List.of());
    }
}
