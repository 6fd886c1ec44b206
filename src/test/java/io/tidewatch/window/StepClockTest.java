package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepClockTest {
    private static final StepSpec TEN_SECONDS = new StepSpec(10_000, 5_000, 30_000);
    private static final List<FeatureSpec> MEAN = List.of(new FeatureSpec("x", Aggregate.MEAN));

    private final List<Step> closed = new ArrayList<>();

    private StepClock clock(StepSpec spec) {
        return new StepClock(spec, MEAN, 0, 6);
    }

    private long add(StepClock clock, long timeMs, double value) {
        return clock.add(new Event("e", timeMs, value), timeMs, closed::add);
    }

    @Test
    void stepClosesWhenTheEntitysTimePassesItsEndByTheGrace() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 1_000, 1);
        add(clock, 9_000, 3);
        add(clock, 14_999, 5);
        assertThat(closed).isEmpty();
        add(clock, 15_000, 5);
        assertThat(closed).hasSize(1);
        assertThat(closed.get(0).startMs()).isZero();
        assertThat(closed.get(0).value(0)).isEqualTo(2);
        assertThat(closed.get(0).events()).isEqualTo(2);
    }

    @Test
    void outOfOrderEventWithinGraceStillCounts() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 1_000, 1);
        add(clock, 12_000, 7);
        assertThat(add(clock, 9_000, 3)).isZero();
        add(clock, 15_000, 7);
        assertThat(closed.get(0).value(0)).isEqualTo(2);
    }

    @Test
    void eventAfterItsStepClosedIsLateByTheTimeSince() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 1_000, 1);
        add(clock, 16_000, 1);
        assertThat(add(clock, 9_500, 100)).isEqualTo(500);
        add(clock, 26_000, 1);
        assertThat(closed).extracting(step -> step.value(0)).containsExactly(1.0, 1.0);
    }

    @Test
    void olderStepOpenedLaterClosesFirst() {
        StepClock clock = clock(new StepSpec(10_000, 60_000, 600_000));
        add(clock, 1_000, 1);
        add(clock, 45_000, 5);
        add(clock, 25_000, 3);
        add(clock, 120_000, 9);
        assertThat(closed).extracting(Step::startMs).containsExactly(0L, 10_000L, 20_000L, 30_000L, 40_000L, 50_000L);
        assertThat(closed).extracting(Step::events).containsExactly(1, 0, 1, 0, 1, 0);
    }

    @Test
    void gapClosesEmptyStepsWithMissingValues() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 0, 1);
        add(clock, 45_000, 1);
        assertThat(closed).extracting(Step::events).containsExactly(1, 0, 0, 0);
        assertThat(closed.get(1).value(0)).isNaN();
    }

    @Test
    void quietEntityClosesEmptyStepsWithThePartitionsTime() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 1_000, 1);
        assertThat(clock.nextDueMs()).isEqualTo(31_000);
        clock.advance(30_999, closed::add);
        assertThat(closed).isEmpty();
        clock.advance(36_000, closed::add);
        assertThat(closed).extracting(Step::events).containsExactly(1, 0, 0);
    }

    @Test
    void neighboursOfALaterEraDoNotMakeAnActiveEntityLate() {
        StepClock clock = clock(TEN_SECONDS);
        long era = 1_000_000_000_000L;
        for (long t = 0; t < 100_000; t += 5_000) {
            assertThat(clock.add(new Event("e", t, 1), era, closed::add)).isZero();
            clock.advance(era, closed::add);
        }
        assertThat(closed).allMatch(step -> step.events() == 2);
    }

    @Test
    void entityIsDormantAfterItsEmptyStepsAndWakesWhereItsEventIs() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 0, 1);
        clock.advance(10_000_000, closed::add);
        assertThat(closed).hasSize(1 + 6);
        assertThat(clock.nextDueMs()).isEqualTo(Long.MAX_VALUE);
        add(clock, 20_000_000, 2);
        add(clock, 20_020_000, 2);
        assertThat(closed.get(7).startMs()).isEqualTo(20_000_000);
        assertThat(closed.get(7).events()).isEqualTo(1);
    }

    @Test
    void longGapClosesTheSameStepsWhetherOrNotTimeWasToldInBetween() {
        StepClock told = clock(TEN_SECONDS);
        add(told, 0, 1);
        told.advance(10_000_000, closed::add);
        add(told, 20_000_000, 2);
        add(told, 20_030_000, 2);
        List<Long> starts = closed.stream().map(Step::startMs).toList();
        closed.clear();
        StepClock untold = clock(TEN_SECONDS);
        add(untold, 0, 1);
        add(untold, 20_000_000, 2);
        add(untold, 20_030_000, 2);
        assertThat(closed).extracting(Step::startMs).containsExactlyElementsOf(starts);
    }

    @Test
    void everyEventIsAStepWhenAskedFor() {
        StepClock clock = clock(StepSpec.EVENT);
        add(clock, 5, 1);
        add(clock, 5, 2);
        add(clock, 9, 3);
        assertThat(add(clock, 8, 4)).isEqualTo(1);
        assertThat(closed).extracting(step -> step.value(0)).containsExactly(1.0, 2.0, 3.0);
        assertThat(clock.nextDueMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void restoredClockGoesOnAsIfNothingHadHappened() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 1_000, 1);
        add(clock, 12_000, 2);
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        clock.write(bytes);
        StepClock restored = clock(TEN_SECONDS);
        restored.read(bytes.flip());
        assertThat(restored.nextDueMs()).isEqualTo(clock.nextDueMs());
        add(restored, 13_000, 4);
        add(restored, 30_000, 0);
        assertThat(closed).extracting(step -> step.value(0)).containsExactly(1.0, 3.0);
    }
}
