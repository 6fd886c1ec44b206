package io.tidewatch.simulation.variety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RhythmTest {
    private static final double HOUR_MS = 3_600_000;
    private static final double MONDAY_MS =
            Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();

    static List<Rhythm> all() {
        return List.of(
                new Wave(HOUR_MS),
                new SquareWave(6 * HOUR_MS, 0.25),
                new WorkingWeek(),
                new DaysOfWeek(),
                new Steady(),
                new ShiftedRhythm(new Wave(HOUR_MS), 17));
    }

    private static DoubleStream minutesOfAWeek(Rhythm rhythm, double fromMs) {
        return IntStream.range(0, 7 * 24 * 60).mapToDouble(minute -> rhythm.at(fromMs + minute * 60_000.0));
    }

    @ParameterizedTest
    @MethodSource("all")
    void rhythmStaysBetweenMinusOneAndOneAndRepeats(Rhythm rhythm) {
        assertThat(minutesOfAWeek(rhythm, MONDAY_MS))
                .allSatisfy(value -> assertThat(value).isBetween(-1.0, 1.0));
        assertThat(minutesOfAWeek(rhythm, MONDAY_MS + rhythm.periodMs()).toArray())
                .containsExactly(minutesOfAWeek(rhythm, MONDAY_MS).toArray(), within(1e-6));
    }

    @Test
    void waveRisesAndFallsOnceAPeriod() {
        double[] signs = IntStream.range(0, 60)
                .mapToDouble(minute -> Math.signum(new Wave(HOUR_MS).at(minute * 60_000)))
                .toArray();

        long changes = IntStream.range(0, 60)
                .filter(i -> signs[i] != signs[(i + 1) % 60])
                .count();
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void squareWaveHasTwoStatesWithTheShareItWasGiven() {
        Rhythm square = new SquareWave(HOUR_MS, 0.25);

        assertThat(minutesOfAWeek(square, 0).distinct().toArray()).containsExactlyInAnyOrder(-1, 1);
        assertThat(minutesOfAWeek(square, 0).filter(value -> value == 1).count())
                .isEqualTo(7 * 24 * 15);
        assertThat(square.mean()).isCloseTo(-0.5, within(1e-9));
    }

    @Test
    void weekendOfAWorkingWeekIsLow() {
        Rhythm week = new WorkingWeek();
        double saturdayMs = MONDAY_MS + 5 * 24 * HOUR_MS;

        assertThat(IntStream.range(0, 48).mapToDouble(hour -> week.at(saturdayMs + hour * HOUR_MS)))
                .allSatisfy(value -> assertThat(value).isLessThan(-0.4));
        assertThat(IntStream.range(0, 24).mapToDouble(hour -> week.at(MONDAY_MS + hour * HOUR_MS)))
                .anySatisfy(value -> assertThat(value).isGreaterThan(0.7));
    }

    @Test
    void dayOfTheWeekHasOneLevelAllDay() {
        Rhythm days = new DaysOfWeek();

        assertThat(minutesOfAWeek(days, MONDAY_MS).distinct().count()).isEqualTo(7);
        assertThat(days.at(MONDAY_MS)).isEqualTo(days.at(MONDAY_MS + 23 * HOUR_MS));
    }

    @Test
    void rhythmWithoutAPeriodIsRefused() {
        assertThatThrownBy(() -> new Wave(0)).hasMessageContaining("above 0 ms: 0.0");
        assertThatThrownBy(() -> new SquareWave(1, 1)).hasMessageContaining("between 0 and 1: 1.0, 1.0");
    }
}
