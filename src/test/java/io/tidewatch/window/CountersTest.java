package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.event.Event;
import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersTest {
    private static final long STEP_MS = 10_000;
    private static final long GRACE_MS = 30_000;
    private static final StepSpec STEPS = new StepSpec(STEP_MS, GRACE_MS, 60_000);
    private static final FeatureSpec RATE = new FeatureSpec("bytes", Aggregate.parse("rate"));
    private static final FeatureSpec MEAN = new FeatureSpec("load", Aggregate.MEAN);

    private final List<Step> closed = new ArrayList<>();
    private final StepClock.Listener listener = new StepClock.Listener() {
        @Override
        public void closed(Step step) {
            closed.add(step);
        }

        @Override
        public void gone() {}

        @Override
        public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
            throw new AssertionError(cause + " by " + byMs + " ms");
        }
    };

    private static StepClock clock(StepSpec spec, FeatureSpec... features) {
        return new StepClock(spec, List.of(features), 0, 32);
    }

    private void add(StepClock clock, long timeMs, double... values) {
        clock.add(OneSource.event(new Event("e", timeMs, values)), OneSource.at(timeMs), listener);
    }

    private double[] rates() {
        return closed.stream().mapToDouble(step -> step.value(0)).toArray();
    }

    private static StepClock again(StepClock clock, StepSpec spec, FeatureSpec... features) {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        clock.write(bytes);
        StepClock read = clock(spec, features);
        read.read(bytes.flip());
        assertThat(bytes.hasRemaining()).isFalse();
        return read;
    }

    @Test
    void rateIsTheIncreasePerSecondSinceTheNewestValueBefore() {
        StepClock clock = clock(new StepSpec(STEP_MS, 0, 60_000), RATE);
        add(clock, 1_000, 500);
        add(clock, 9_000, 540);
        add(clock, 12_000, 570);
        add(clock, 19_000, 580);
        add(clock, 24_000, 580);
        add(clock, 30_000, 580);
        assertThat(rates()).containsExactly(Double.NaN, 4, 0);
    }

    @Test
    void stepInWhichTheCounterBeganAgainIsMissingAndTheNextCountsFromThere() {
        StepClock clock = clock(new StepSpec(STEP_MS, 0, 60_000), RATE);
        add(clock, 0, 900);
        add(clock, 10_000, 25);
        add(clock, 20_000, 55);
        add(clock, 30_000, 55);
        assertThat(rates()).containsExactly(Double.NaN, Double.NaN, 3);
    }

    @Test
    void stepWithoutValueIsMissingAndTheNextSpansIt() {
        StepClock clock = clock(new StepSpec(STEP_MS, 0, 60_000), RATE);
        add(clock, 0, 100);
        add(clock, 10_000, Double.NaN);
        add(clock, 30_000, 400);
        add(clock, 40_000, 400);
        assertThat(rates()).containsExactly(Double.NaN, Double.NaN, Double.NaN, 10);
    }

    @Test
    void eventsAsStepsHaveRatesToo() {
        StepSpec spec = new StepSpec(0, 5_000, 0);
        StepClock clock = clock(spec, RATE);
        add(clock, 1_000, 100);
        add(clock, 3_000, 300);
        // Late, and of the same time: neither has seconds to divide by, nor is it the newest value.
        add(clock, 2_000, 150);
        add(clock, 3_000, 310);
        clock = again(clock, spec, RATE);
        add(clock, 5_000, 360);
        add(clock, 7_000, 40);
        add(clock, 9_000, 60);
        assertThat(rates()).containsExactly(Double.NaN, 100, Double.NaN, Double.NaN, 30, Double.NaN, 10);
    }

    @Test
    void featureThatIsKeptGoesOnAndANewOneBegins() {
        StepSpec spec = new StepSpec(STEP_MS, 0, 60_000);
        FeatureSpec other = new FeatureSpec("packets", RATE.aggregate());
        StepClock clock = clock(spec, MEAN, RATE);
        add(clock, 0, 1, 100);
        add(clock, 10_000, 1, 200);
        List<FeatureSpec> now = List.of(RATE, other);
        clock = clock.withFeatures(now, FeatureMapping.of(List.of(MEAN, RATE), now));
        add(clock, 20_000, 320, 7);
        add(clock, 30_000, 400, 27);
        add(clock, 40_000, 400, 27);
        assertThat(rates()).containsExactly(1, 10, 12, 8);
        assertThat(closed.get(2).value(1)).isNaN();
        assertThat(closed.get(3).value(1)).isEqualTo(2);
    }

    /** One value of the counter; the highest of one time counts. */
    private record Reading(long timeMs, double value) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void orderOfEventsWithinTheGraceChangesNothing(long seed) {
        Random random = new Random(seed);
        List<Reading> readings = new ArrayList<>();
        double value = 1e6;
        long timeMs = 0;
        while (readings.size() < 400) {
            timeMs += random.nextInt(6) == 0 ? 25_000 : random.nextInt(6_000);
            value = random.nextInt(40) == 0 ? random.nextInt(100) : value + random.nextInt(1_000);
            readings.add(new Reading(timeMs, value));
        }
        List<Reading> sent = new ArrayList<>();
        List<Reading> left = new ArrayList<>(readings);
        while (!left.isEmpty()) {
            long untilMs = left.get(0).timeMs + GRACE_MS;
            int near = (int) left.stream().filter(each -> each.timeMs < untilMs).count();
            sent.add(left.remove(random.nextInt(near)));
        }
        StepClock clock = clock(STEPS, RATE, MEAN);
        for (Reading each : sent) {
            add(clock, each.timeMs, each.value, 0);
            if (random.nextInt(10) == 0) {
                clock = again(clock, STEPS, RATE, MEAN);
            }
        }
        clock.advance(OneSource.at(timeMs + 2 * STEP_MS + GRACE_MS), listener);

        Reading before = null;
        for (Step step : closed) {
            Reading newest = readings.stream()
                    .filter(each -> Math.floorDiv(each.timeMs, STEP_MS) * STEP_MS == step.startMs())
                    .max(Comparator.comparingLong(Reading::timeMs).thenComparingDouble(Reading::value))
                    .orElse(null);
            assertThat(step.value(0)).isCloseTo(slowRate(before, newest), within(1e-9));
            before = newest == null ? before : newest;
        }
        assertThat(closed).hasSizeGreaterThan(100);
    }

    private static double slowRate(Reading before, Reading newest) {
        return before == null || newest == null || newest.value < before.value
                ? Double.NaN
                : (newest.value - before.value) / ((newest.timeMs - before.timeMs) / 1e3);
    }
}
