package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final long STEP_MS = 300_000;
    private static final int DAY = 288;
    private static final int HOUR = 12;

    private final Random random = new Random(4);
    private Silence silence = new Silence(STEP_MS);
    private int step;

    private double add(int events) {
        return silence.add(events, step++ * STEP_MS);
    }

    private int atHour() {
        return step / HOUR % 24;
    }

    /** Goes on until an hour begins, at least so many steps, at a rate of empty steps at night and one by day. */
    private void live(int steps, int untilHour, double emptyAtNight, double emptyByDay) {
        int end = step + steps;
        while (step < end || atHour() != untilHour || step % HOUR != 0) {
            boolean night = atHour() < 8;
            add(random.nextDouble() < (night ? emptyAtNight : emptyByDay) ? 0 : 1);
        }
        add(1);
    }

    private double emptySteps(int count) {
        double score = 0;
        for (int i = 0; i < count; i++) {
            score = add(0);
        }
        return score;
    }

    private byte[] written() {
        ByteBuffer out = ByteBuffer.allocate(1000);
        silence.write(out);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    @Test
    void silenceOfASteadyEntityHasAHigherScoreAtEachStep() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(add(3)).isZero();
        }
        double first = add(0);
        assertThat(first).isBetween(2.5, 3.5);
        double last = first;
        for (int i = 0; i < 10; i++) {
            double next = add(0);
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        assertThat(silence.run()).isEqualTo(11);
    }

    @Test
    void shortSilencesOfASparseEntityAreUsual() {
        double most = 0;
        for (int i = 0; i < 2_000; i++) {
            double score = add(random.nextInt(3) == 0 ? 1 : 0);
            most = i > 200 ? Math.max(most, score) : most;
        }
        assertThat(most).isLessThan(4.5);
    }

    @Test
    void saysNothingBeforeItHasSeenEnough() {
        add(1);
        assertThat(add(0)).isZero();
    }

    @Test
    void silenceIsUsualInThinNightsAndNotAtNoon() {
        live(14 * DAY, 3, 0.6, 0.02);
        assertThat(emptySteps(2)).isLessThan(1);
        live(1, 12, 0.6, 0.02);
        assertThat(emptySteps(4)).isGreaterThan(4);
    }

    @Test
    void threeDaysAreEnoughToKnowTheNight() {
        live(2 * DAY, 3, 0.3, 0);
        assertThat(emptySteps(2)).isLessThan(1.5);
        live(1, 12, 0.3, 0);
        assertThat(emptySteps(3)).isGreaterThan(3);
    }

    @Test
    void silenceOverSeveralHoursTakesEachStepByItsHour() {
        live(14 * DAY, 6, 0.6, 0.02);
        double night = emptySteps(HOUR);
        double until10 = emptySteps(3 * HOUR);
        assertThat(emptySteps(HOUR) - until10).isGreaterThan(2 * night);
    }

    /** The chain without hours, as it is defined. */
    private static double chainAfter(int spoke, int silences, int emptySteps, int run) {
        // The first empty step of the run has been counted as what follows a step with events.
        int begun = run > 1 ? 1 : 0;
        double first = (silences + begun + 1.0) / (spoke + begun + 2.0);
        double next = (emptySteps - silences + 1.0) / (emptySteps + 2.0);
        return -Math.log10(first) - (run - 1) * Math.log10(next);
    }

    @Test
    void entityThatAlwaysSendsIsScoredByTheChainAlone() {
        for (int i = 0; i < 1_000; i++) {
            add(1);
        }
        for (int run = 1; run < 40; run++) {
            assertThat(add(0)).isEqualTo(chainAfter(1_000, 0, 0, run), within(1e-9));
        }
    }

    @Test
    void rareSilencesAtAnyHourChangeLittle() {
        int outages = 12;
        for (int outage = 0; outage < outages; outage++) {
            for (int i = 0; i < 300; i++) {
                add(1);
            }
            emptySteps(3);
        }
        for (int i = 0; i < 300; i++) {
            add(1);
        }
        double expected = chainAfter(300 * (outages + 1), outages, 3 * outages, 1);
        assertThat(add(0)).isEqualTo(expected, within(0.1));
    }

    @Test
    void excusedStepsLeaveTheScoreAsItIs() {
        for (int i = 0; i < 1_000; i++) {
            add(1);
        }
        assertThat(silence.score()).isZero();
        emptySteps(2);
        double score = add(0);
        assertThat(silence.score()).isEqualTo(score, within(1e-9));
    }

    @Test
    void whatNeverSentAnythingIsNotSilent() {
        assertThat(emptySteps(1_000)).isZero();
        assertThat(silence.run()).isEqualTo(1_000);
        add(1);
        assertThat(emptySteps(10)).isZero();
    }

    @Test
    void whatIsReadGoesOnAsIfNeverWritten() {
        Silence undisturbed = new Silence(STEP_MS);
        for (int i = 0; i < 6 * DAY; i++) {
            int events = random.nextDouble() < (i / HOUR % 24 < 8 ? 0.4 : 0.01) ? 0 : 2;
            if (i % 7 == 0) {
                ByteBuffer bytes = ByteBuffer.wrap(written());
                silence = new Silence(STEP_MS);
                silence.read(bytes);
                assertThat(bytes.hasRemaining()).isFalse();
            }
            assertThat(add(events)).isEqualTo(undisturbed.add(events, i * STEP_MS));
        }
    }

    @Test
    void hoursCostOneByteUntilASilenceAndStayBounded() {
        int chain = 48;
        live(3 * DAY, 0, 0, 0);
        assertThat(written()).hasSize(chain + 1);
        live(80 * DAY, 0, 0.5, 0.2);
        int atMost = 24 * (2 + 2 + 1);
        assertThat(written().length).isLessThan(chain + 1 + Double.BYTES + atMost);
    }
}
