package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepClockTest {
    private static final StepSpec TEN_SECONDS = new StepSpec(10_000, 5_000, 30_000);
    private static final List<FeatureSpec> MEAN = List.of(new FeatureSpec("x", Aggregate.MEAN));
    private static final int OTHER = 2;
    private static final long HOUR = 3_600_000;

    private final List<Step> closed = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private int gone;
    private final StepClock.Listener listener = new StepClock.Listener() {
        @Override
        public void closed(Step step) {
            closed.add(step);
        }

        @Override
        public void gone() {
            gone++;
        }

        @Override
        public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
            leftOut.add(cause + " by " + byMs);
        }
    };

    private StepClock clock(StepSpec spec) {
        return new StepClock(spec, MEAN, 0, 2);
    }

    private void add(StepClock clock, long timeMs, double value) {
        clock.add(OneSource.event(new Event("e", timeMs, value)), OneSource.at(timeMs), listener);
    }

    /** An event that its source does not follow: the source stays where it is. */
    private void addAhead(StepClock clock, long timeMs, long sourceTimeMs) {
        clock.add(OneSource.event(new Event("e", timeMs, 1), sourceTimeMs), OneSource.at(sourceTimeMs), listener);
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
    void entityThatSendsNothingForLongIsGoneOnceAndWatchedAgainWhenItComesBack() {
        StepSpec spec = new StepSpec(10_000, 0, 20_000, HOUR);
        StepClock clock = clock(spec);
        add(clock, 1_000, 1);
        for (long timeMs = 0; timeMs <= HOUR; timeMs += 60_000) {
            clock.advance(OneSource.at(timeMs), listener);
        }
        assertThat(gone).isZero();
        assertThat(clock.nextDueMs()).isEqualTo(1_000 + HOUR);

        clock.advance(OneSource.at(1_000 + HOUR), listener);
        assertThat(gone).isOne();
        assertThat(clock.nextDueMs()).isEqualTo(Long.MAX_VALUE);
        int steps = closed.size();
        clock = again(clock, spec);
        clock.advance(OneSource.at(9 * HOUR), listener);
        assertThat(gone).isOne();
        assertThat(closed).hasSize(steps);

        add(clock, 10 * HOUR, 1);
        clock.advance(OneSource.at(11 * HOUR), listener);
        assertThat(gone).isEqualTo(2);
    }

    @Test
    void entityThatComesBackWasGoneWhetherOrNotTimeAdvancedInBetween() {
        StepClock clock = clock(new StepSpec(10_000, 0, 20_000, HOUR));
        add(clock, 1_000, 1);
        add(clock, 2 * HOUR, 1);
        assertThat(gone).isOne();
        add(clock, 2 * HOUR + 10_000, 1);
        assertThat(gone).isOne();
    }

    @Test
    void entityOfEventsAsStepsIsGoneToo() {
        StepClock clock = clock(new StepSpec(0, 0, 0, HOUR));
        add(clock, 1_000, 1);
        clock.advance(OneSource.at(HOUR), listener);
        assertThat(gone).isZero();
        clock.advance(OneSource.at(1_000 + HOUR), listener);
        assertThat(gone).isOne();
    }

    @Test
    void noStepClosesAfterTheEntityIsGone() {
        StepClock clock = clock(new StepSpec(10_000, 0, 20_000, 30_000));
        add(clock, 1_000, 1);
        clock.advance(OneSource.at(HOUR), listener);
        assertThat(closed).hasSize(1 + 3);
        assertThat(gone).isOne();
    }

    private StepClock again(StepClock clock, StepSpec spec) {
        ByteBuffer bytes = ByteBuffer.allocate(1_000);
        clock.write(bytes);
        StepClock read = clock(spec);
        read.read(bytes.flip());
        return read;
    }

    @Test
    void outOfOrderEventWithinGraceStillCounts() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 1_000, 1);
        add(clock, 12_000, 7);
        add(clock, 9_000, 3);
        add(clock, 15_000, 7);
        assertThat(closed.get(0).value(0)).isEqualTo(2);
        assertThat(leftOut).isEmpty();
    }

    @Test
    void eventAfterItsStepClosedIsLateByTheTimeSince() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 1_000, 1);
        add(clock, 16_000, 1);
        add(clock, 9_500, 100);
        assertThat(leftOut).containsExactly("LATE by 500");
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
    void quietEntityClosesItsStepsWithTheWatermark() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 1_000, 1);
        assertThat(clock.nextDueMs()).isEqualTo(30_000);
        clock.advance(OneSource.at(29_999), listener);
        assertThat(closed).isEmpty();
        clock.advance(OneSource.at(50_000), listener);
        assertThat(closed).extracting(Step::events).containsExactly(1, 0, 0);
    }

    @Test
    void entityOfAnEarlierEraFollowsItsOwnTime() {
        StepClock clock = clock(TEN_SECONDS);
        long era = 1_000_000_000_000L;
        for (long t = 0; t < 100_000; t += 5_000) {
            clock.add(OneSource.event(new Event("e", t, 1), era + t), OneSource.at(era + t), listener);
            clock.advance(OneSource.at(era + t), listener);
        }
        assertThat(leftOut).isEmpty();
        assertThat(closed).hasSize(9).allMatch(step -> step.events() == 2);
    }

    @Test
    void entityThatAlwaysLagsIsNotQuietForIt() {
        StepClock clock = clock(TEN_SECONDS);
        long lagMs = 300_000;
        for (long t = 0; t < 600_000; t += 20_000) {
            clock.add(OneSource.event(new Event("e", t, 1), t + lagMs), OneSource.at(t + lagMs), listener);
            clock.advance(OneSource.at(t + lagMs + 19_999), listener);
        }
        assertThat(leftOut).isEmpty();
    }

    @Test
    void entityIsDormantAfterItsEmptyStepsAndWakesWhereItsEventIs() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 0, 1);
        clock.advance(OneSource.at(10_000_000), listener);
        assertThat(closed).hasSize(1 + 8);
        assertThat(clock.nextDueMs()).isEqualTo(TEN_SECONDS.goneMs());
        add(clock, 20_000_000, 2);
        add(clock, 20_020_000, 2);
        assertThat(closed.get(9).startMs()).isEqualTo(20_000_000);
        assertThat(closed.get(9).events()).isEqualTo(1);
    }

    @Test
    void longGapClosesTheSameStepsWhetherOrNotTimeAdvancedInBetween() {
        StepClock advanced = clock(TEN_SECONDS);
        add(advanced, 0, 1);
        advanced.advance(OneSource.at(10_000_000), listener);
        add(advanced, 20_000_000, 2);
        add(advanced, 20_030_000, 2);
        List<Long> starts = closed.stream().map(Step::startMs).toList();
        closed.clear();
        StepClock untold = clock(TEN_SECONDS);
        add(untold, 0, 1);
        add(untold, 20_000_000, 2);
        add(untold, 20_030_000, 2);
        assertThat(closed).extracting(Step::startMs).containsExactlyElementsOf(starts);
    }

    @Test
    void oneEventFarAheadOfItsSourceIsLeftOutAndMovesNothing() {
        StepClock clock = clock(TEN_SECONDS);
        for (long t = 0; t < 200_000; t += 10_000) {
            add(clock, t, 1);
            if (t == 100_000) {
                addAhead(clock, t + 8 * HOUR, t);
            }
        }
        assertThat(leftOut).containsExactly("EARLY by " + 8 * HOUR);
        assertThat(closed).hasSize(18).allMatch(step -> step.events() == 1);
    }

    @Test
    void entityWhoseClockIsAheadForGoodFollowsItsOwnTime() {
        StepClock clock = clock(TEN_SECONDS);
        for (long t = 0; t < 200_000; t += 10_000) {
            addAhead(clock, t + 23 * HOUR, t);
        }
        assertThat(leftOut).isEmpty();
        assertThat(closed).hasSize(18).allMatch(step -> step.events() == 1);
    }

    @Test
    void eventThatItsSourceCatchesUpWithCounts() {
        StepClock clock = clock(TEN_SECONDS);
        add(clock, 0, 1);
        addAhead(clock, 8 * HOUR, 5_000);
        clock.advance(OneSource.at(8 * HOUR), listener);
        add(clock, 8 * HOUR + 20_000, 1);
        assertThat(leftOut).isEmpty();
        assertThat(closed)
                .filteredOn(step -> step.events() > 0)
                .extracting(Step::startMs)
                .containsExactly(0L, 8 * HOUR);
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000, 0})
    void eventsOfSeveralSourcesCloseTheSameStepsHoweverFarApartTheSourcesAreRead(long stepMs) {
        StepSpec spec = new StepSpec(stepMs, 0, 2 * stepMs);
        List<List<Double>> results = new ArrayList<>();
        for (int chunk : new int[] {1, 7, 400, 5_000}) {
            closed.clear();
            feedTwoSources(clock(spec), chunk);
            assertThat(leftOut).isEmpty();
            results.add(closed.stream().map(step -> step.value(0)).toList());
        }
        assertThat(results.get(0)).hasSizeGreaterThan(800);
        assertThat(results).allMatch(values -> values.equals(results.get(0)));
    }

    /** Each event goes to one of two sources by chance; these are read in turns, so many events at a time. */
    private void feedTwoSources(StepClock clock, int chunk) {
        Random random = new Random(5);
        List<List<Event>> sources = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 2_000; i++) {
            sources.get(random.nextInt(2)).add(new Event("e", i * 5_000L, random.nextInt(100)));
        }
        Watermark watermark = new Watermark(Set.of(OneSource.ID, OTHER));
        int[] read = new int[2];
        while (read[0] < sources.get(0).size() || read[1] < sources.get(1).size()) {
            for (int s = 0; s < 2; s++) {
                int id = s == 0 ? OneSource.ID : OTHER;
                for (int i = 0; i < chunk && read[s] < sources.get(s).size(); i++) {
                    Event event = sources.get(s).get(read[s]++);
                    watermark.event(id, event.timestampMs());
                    clock.add(new SourcedEvent(event, id, event.timestampMs()), watermark, listener);
                    clock.advance(watermark, listener);
                }
            }
        }
        watermark.update(new SourceTime(OneSource.ID, 20_000_000, false));
        watermark.update(new SourceTime(OTHER, 20_000_000, false));
        clock.advance(watermark, listener);
        closed.removeIf(step -> step.startMs() >= 10_000_000);
    }

    @Test
    void entityOfOneSourceAmongSeveralFollowsItsOwnTimeOnceTheOthersHaveBeenReadAsFar() {
        StepClock clock = clock(TEN_SECONDS);
        Watermark watermark = new Watermark(Set.of(OneSource.ID, OTHER));
        for (long t = 0; t < 2 * HOUR; t += 10_000) {
            watermark.event(OneSource.ID, t);
            watermark.event(OTHER, t < HOUR ? t : HOUR);
            clock.add(OneSource.event(new Event("e", t, 1)), watermark, listener);
            clock.advance(watermark, listener);
        }
        assertThat(closed).hasSize((int) (2 * HOUR / 10_000) - 2);
    }

    @Test
    void openStepsOfAnEntityAreBounded() {
        StepClock clock = clock(TEN_SECONDS);
        Watermark watermark = new Watermark(Set.of(OneSource.ID, OTHER));
        for (int i = 0; i < 3_000; i++) {
            watermark.event(OneSource.ID, i * 10_000L);
            clock.add(OneSource.event(new Event("e", i * 10_000L, 1)), watermark, listener);
        }
        assertThat(closed).hasSize(3_000 - 1_024);
    }

    @Test
    void everyEventIsAStepWhenAskedFor() {
        StepClock clock = clock(StepSpec.EVENT);
        add(clock, 5, 1);
        add(clock, 5, 2);
        add(clock, 9, 3);
        add(clock, 8, 4);
        assertThat(leftOut).containsExactly("LATE by 1");
        assertThat(closed).extracting(step -> step.value(0)).containsExactly(1.0, 2.0, 3.0);
        assertThat(clock.nextDueMs()).isGreaterThan(StepSpec.EVENT.goneMs());
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000, 0})
    void restoredClockGoesOnAsIfNothingHadHappened(long stepMs) {
        StepSpec spec = new StepSpec(stepMs, 0, 2 * stepMs);
        List<List<String>> results = new ArrayList<>();
        for (int every : new int[] {10_000, 1, 13}) {
            closed.clear();
            leftOut.clear();
            feedRestored(spec, every);
            results.add(closed.stream()
                    .map(step -> step.startMs() + ": " + step.value(0))
                    .toList());
        }
        assertThat(results.get(0)).isNotEmpty();
        assertThat(leftOut).isNotEmpty();
        assertThat(results).allMatch(steps -> steps.equals(results.get(0)));
    }

    /** Random events of one source, then of two, some of them ahead of their source. */
    private void feedRestored(StepSpec spec, int every) {
        Random random = new Random(3);
        StepClock clock = clock(spec);
        Watermark watermark = new Watermark(Set.of(OneSource.ID, OTHER));
        for (int i = 0; i < 1_500; i++) {
            long timeMs = i * 4_000L - random.nextInt(6_000);
            int id = i > 800 && random.nextBoolean() ? OTHER : OneSource.ID;
            watermark.event(OneSource.ID, i * 4_000L);
            watermark.event(OTHER, i * 4_000L - random.nextInt(20_000));
            long aheadMs = random.nextInt(50) == 0 ? 5 * HOUR : 0;
            clock.add(new SourcedEvent(new Event("e", timeMs + aheadMs, i), id, i * 4_000L), watermark, listener);
            clock.advance(watermark, listener);
            if (i % every == 0) {
                ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
                clock.write(bytes);
                clock = clock(spec);
                clock.read(bytes.flip());
                assertThat(bytes.hasRemaining()).isFalse();
            }
        }
        assertThat(closed).isSortedAccordingTo(Comparator.comparingLong(Step::startMs));
    }
}
