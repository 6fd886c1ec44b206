package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.codec.VarInt;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceClockTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long LATER = Long.MAX_VALUE;

    private final SourceClock clock = new SourceClock(SourceClock.jumpMs(new StepSpec(MINUTE, 0, 2 * MINUTE)));

    private void feed(long fromMs, long untilMs, int entities) {
        for (long t = fromMs; t < untilMs; t += MINUTE) {
            for (int e = 0; e < entities; e++) {
                clock.take("host-" + e, t + e, LATER);
            }
        }
    }

    @Test
    void timeIsTheNewestOfEventsALittleOutOfOrder() {
        clock.take("a", 70_000, LATER);
        clock.take("b", 50_000, LATER);
        assertThat(clock.timeMs()).isEqualTo(70_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 200})
    void oneFastClockDoesNotMoveTheSource(int entities) {
        feed(0, HOUR, entities);
        for (long t = HOUR; t < 3 * HOUR; t += MINUTE) {
            clock.take("fast", t + 23 * HOUR, LATER);
            feed(t, t + MINUTE, entities);
            assertThat(clock.timeMs()).isBetween(t, t + MINUTE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 200})
    void pauseOfAllProducersMovesTheSourceOnceMostAreBack(int entities) {
        feed(0, HOUR, entities);
        feed(9 * HOUR, 9 * HOUR + 2 * MINUTE, entities);
        assertThat(clock.timeMs()).isBetween(9 * HOUR + MINUTE, 9 * HOUR + 2 * MINUTE);
    }

    @Test
    void fewThatAreLeftAfterAPauseOfAllMoveTheSourceInTheEnd() {
        feed(0, HOUR, 40);
        feed(9 * HOUR, 16 * HOUR, 3);
        assertThat(clock.timeMs()).isGreaterThan(15 * HOUR);
    }

    @Test
    void firstEventOfAFastClockIsProvedWrongByMostOfThoseThatFollow() {
        clock.take("fast", 23 * HOUR, LATER);
        feed(0, 5 * MINUTE, 3);
        assertThat(clock.timeMs()).isBetween(4 * MINUTE, 5 * MINUTE);
    }

    @Test
    void sparseEntitiesMakeNoJump() {
        SourceClock sparse = new SourceClock(SourceClock.jumpMs(StepSpec.EVENT));
        for (int hour = 0; hour < 50; hour++) {
            sparse.take("a", hour * HOUR, LATER);
            if (hour > 0) {
                assertThat(sparse.timeMs()).isEqualTo(hour * HOUR);
            }
            sparse.take("b", hour * HOUR + 1, LATER);
        }
    }

    @Test
    void pauseThatTheWallClockHasSeenMakesNoJump() {
        for (long t = 0; t < HOUR; t += MINUTE) {
            clock.take("a", t, t);
            clock.take("b", t, t);
        }
        clock.take("a", 5 * HOUR, 5 * HOUR);
        assertThat(clock.timeMs()).isEqualTo(5 * HOUR);
    }

    @Test
    void nothingMovesTheSourcePastTheWallClock() {
        clock.take("a", HOUR, HOUR);
        clock.take("a", HOUR + 5 * MINUTE, HOUR + 1_000);
        assertThat(clock.timeMs()).isEqualTo(HOUR + 1_000);
    }

    @Test
    void entityThatIsHeardMostOftenSpeaksForTheSource() {
        for (int i = 0; i < 30; i++) {
            clock.take("rare", i * MINUTE, LATER);
            clock.take("often", i * MINUTE, LATER);
            clock.take("often", i * MINUTE + 1, LATER);
        }
        clock.take("rare", 30 * MINUTE, LATER);
        assertThat(clock.speaker()).isEqualTo("often".hashCode());
    }

    @Test
    void ofSeveralHeardEquallyOftenTheLastSpeaksAndGoesOnToDoSo() {
        feed(0, 5 * MINUTE, 3);
        int speaker = clock.speaker();
        clock.take("newcomer", 5 * MINUTE, LATER);
        feed(5 * MINUTE, 9 * MINUTE, 3);
        clock.take("newcomer", 9 * MINUTE, LATER);
        assertThat(clock.speaker()).isEqualTo(speaker);
    }

    @Test
    void entityThatHasLeftSpeaksForNobody() {
        for (int i = 0; i < 200; i++) {
            clock.take("left", i * 1_000L, LATER);
        }
        assertThat(clock.speaker()).isEqualTo("left".hashCode());
        for (int i = 200; i < 300; i++) {
            clock.take("here", i * 1_000L, LATER);
        }
        assertThat(clock.speaker()).isEqualTo("here".hashCode());
    }

    @Test
    void sourceWithoutEventsHasNoSpeaker() {
        assertThatThrownBy(() -> clock.speaker()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsWhatTheVersionBeforeWroteWithoutASpeaker() {
        int entity = "host".hashCode();
        ByteBuffer before = ByteBuffer.allocate(64);
        before.putLong(HOUR).putDouble(MINUTE);
        VarInt.writeUnsigned(before, 16);
        VarInt.writeUnsigned(before, 1);
        before.putInt(entity);
        VarInt.write(before, 0);
        VarInt.write(before, 0);

        clock.read(Arrays.copyOf(before.array(), before.position()));

        assertThat(clock.timeMs()).isEqualTo(HOUR);
        assertThat(clock.speaker()).isEqualTo(entity);
    }

    @Test
    void restoredClockGoesOnAsIfNothingHadHappened() {
        Random random = new Random(9);
        SourceClock restored = new SourceClock(SourceClock.jumpMs(StepSpec.EVENT));
        SourceClock whole = new SourceClock(SourceClock.jumpMs(StepSpec.EVENT));
        for (int i = 0; i < 5_000; i++) {
            String entity = "host-" + random.nextInt(90);
            boolean fast = random.nextInt(40) == 0;
            long timeMs = i * 1_000L + (fast ? 9 * HOUR : 0) + (i > 3_000 ? 20 * HOUR : 0);
            assertThat(restored.take(entity, timeMs, LATER)).isEqualTo(whole.take(entity, timeMs, LATER));
            assertThat(restored.speaker()).isEqualTo(whole.speaker());
            if (random.nextInt(10) == 0) {
                byte[] bytes = restored.write();
                restored = new SourceClock(SourceClock.jumpMs(StepSpec.EVENT));
                restored.read(bytes);
            }
        }
        assertThat(whole.timeMs()).isBetween(20 * HOUR + 4_900_000, 20 * HOUR + 5_000_000);
    }
}
