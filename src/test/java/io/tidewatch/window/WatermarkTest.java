package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    private static final long NEVER = SourceClock.NONE;

    @Test
    void thereIsNoneUntilEachSourceHasToldItsTime() {
        Watermark watermark = new Watermark(Set.of(1, 2));
        watermark.event(1, 100);
        assertThat(watermark.timeMs()).isEqualTo(Watermark.NONE);
        watermark.update(new SourceTime(2, 40, false));
        assertThat(watermark.timeMs()).isEqualTo(40);
    }

    @Test
    void idleSourceHoldsNobodyUpUntilItsNextEvent() {
        Watermark watermark = new Watermark(Set.of(1, 2));
        watermark.event(1, 100);
        watermark.update(new SourceTime(2, 40, true));
        assertThat(watermark.timeMs()).isEqualTo(100);
        watermark.event(2, 45);
        assertThat(watermark.timeMs()).isEqualTo(45);
    }

    @Test
    void whileAllAreIdleTheLatestOfTheirTimesCounts() {
        Watermark watermark = new Watermark(Set.of(1, 2, 3));
        watermark.update(new SourceTime(1, NEVER, true));
        watermark.update(new SourceTime(2, 40, true));
        watermark.update(new SourceTime(3, 70, true));
        assertThat(watermark.timeMs()).isEqualTo(70);
        watermark.update(new SourceTime(3, 80, true));
        assertThat(watermark.timeMs()).isEqualTo(80);
    }

    @Test
    void sourceThatNeverHadAnEventAndIsNotKnownToBeIdleHoldsAllUp() {
        Watermark watermark = new Watermark(Set.of(1, 2));
        watermark.event(1, 100);
        watermark.update(new SourceTime(2, NEVER, false));
        assertThat(watermark.timeMs()).isEqualTo(Watermark.NONE);
    }

    @Test
    void stepThatLiesInAnOutageOfItsSourceIsSharedSilence() {
        Watermark watermark = new Watermark(Set.of(1, 2), id -> "rooms-" + id);
        watermark.event(1, 100);
        watermark.update(new SourceTime(2, 60, true, Outage.since(40, 77)));
        assertThat(watermark.silence(2, 40, 50)).isEqualTo(new SharedSilence("rooms-2", 77, 40));
        assertThat(watermark.silence(2, 39, 50)).isNull();
        assertThat(watermark.silence(1, 40, 50)).isNull();
        assertThat(watermark.silence(SourcedEvent.UNKNOWN, 40, 50)).isNull();
    }

    @Test
    void sourceThatFellSilentLastSpeaksForAll() {
        Watermark watermark = new Watermark(Set.of(1, 2, 3));
        watermark.update(new SourceTime(1, NEVER, true));
        watermark.update(new SourceTime(2, 90, true, Outage.since(40, 77)));
        watermark.update(new SourceTime(3, 90, true, Outage.since(45, 88)));
        SharedSilence shared = new SharedSilence("any source", 88, 45);
        assertThat(watermark.silence(2, 50, 60)).isEqualTo(shared);
        assertThat(watermark.silence(3, 50, 60)).isEqualTo(shared);
        assertThat(watermark.silence(SourcedEvent.UNKNOWN, 50, 60)).isEqualTo(shared);
    }

    @Test
    void outageEndsWhenItsSourceComesFurtherAndIsRemembered() {
        Watermark watermark = new Watermark(Set.of(1));
        watermark.update(new SourceTime(1, 90, true, Outage.since(40, 77)));
        watermark.event(1, 40);
        assertThat(watermark.silence(1, 80, 90)).isNotNull();
        watermark.event(1, 95);
        watermark.update(new SourceTime(1, 120, false));
        assertThat(watermark.silence(1, 85, 95)).isNotNull();
        assertThat(watermark.silence(1, 90, 100)).isNull();

        Watermark restored = new Watermark(Set.of(1));
        restored.restore(1, Outage.read(watermark.outage(1).write()));
        assertThat(restored.silence(1, 85, 95)).isEqualTo(watermark.silence(1, 85, 95));
    }

    @Test
    void partitionThatIsAddedLaterCountsFromItsFirstEvent() {
        Watermark watermark = new Watermark(Set.of(1));
        watermark.event(1, 100);
        watermark.event(7, 60);
        assertThat(watermark.timeMs()).isEqualTo(60);
        assertThat(watermark.severalSources()).isTrue();
    }

    @Test
    void agreesWithTheSmallestOfAllActiveSourcesOnRandomCalls() {
        Random random = new Random(4);
        Watermark watermark = new Watermark(Set.of(0 + 10, 11, 12, 13));
        Map<Integer, Long> times = new HashMap<>();
        Map<Integer, Boolean> idle = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int id = 10 + random.nextInt(4);
            long timeMs = i + random.nextInt(50) - (random.nextInt(100) == 0 ? 500 : 0);
            boolean isIdle = id != 10 && random.nextInt(5) == 0;
            if (isIdle || random.nextInt(3) == 0) {
                watermark.update(new SourceTime(id, timeMs, isIdle));
            } else {
                watermark.event(id, timeMs);
            }
            times.put(id, timeMs);
            idle.put(id, isIdle);
            if (times.size() == 4 && idle.values().stream().anyMatch(quiet -> !quiet)) {
                assertThat(watermark.timeMs())
                        .isEqualTo(times.entrySet().stream()
                                .filter(source -> !idle.getOrDefault(source.getKey(), true))
                                .mapToLong(Map.Entry::getValue)
                                .min()
                                .orElseThrow());
            }
        }
    }
}
