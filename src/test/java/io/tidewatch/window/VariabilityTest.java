package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How much values move from step to step, against what is usual. */
class VariabilityTest {
    private static final int USUAL = 600;

    private final Random random = new Random(3);
    private final Window window = new Window(32, 1, 0);
    private long minute;

    private void add(double value) {
        window.add(new Step(minute * 60_000, 1, new double[] {value}, new String[0]), minute * 60_000);
        minute++;
    }

    private void usual() {
        for (int i = 0; i < USUAL; i++) {
            add(random.nextGaussian());
        }
    }

    @Test
    void usualMovementIsNearTheUsual() {
        usual();
        double sum = 0;
        for (int i = 0; i < 200; i++) {
            add(random.nextGaussian());
            sum += window.variability().offUsual(0) / 200;
        }
        assertThat(sum).isBetween(-0.3, 0.3);
    }

    @Test
    void flatLineMovesLessByOctaves() {
        usual();
        for (int i = 0; i < 25; i++) {
            add(0.4);
        }
        assertThat(window.variability().offUsual(0)).isLessThan(-3);
        assertThat(window.variability().differenceFromUsual(0)).isNegative();
    }

    @Test
    void fasterSwingsMoveMore() {
        usual();
        for (int i = 0; i < 25; i++) {
            add(i % 2 == 0 ? 4 : -4);
        }
        assertThat(window.variability().offUsual(0)).isGreaterThan(0.8f);
    }

    @Test
    void oneJumpIsNoMovement() {
        usual();
        float before = window.variability().offUsual(0);
        add(1_000);
        add(0);
        assertThat(window.variability().offUsual(0) - before).isLessThan(0.5f);
    }

    @Test
    void theSameSwingIsTheSameMovementFarFromTheMedian() {
        usual();
        for (int i = 0; i < 25; i++) {
            add(i % 2 == 0 ? 1 : -1);
        }
        float near = window.variability().offUsual(0);
        for (int i = 0; i < 25; i++) {
            add(20 + (i % 2 == 0 ? 1 : -1));
        }
        assertThat(window.variability().offUsual(0)).isCloseTo(near, within(0.1f));
    }

    @Test
    void missingValuesAreNoMovement() {
        usual();
        for (int i = 0; i < 14; i++) {
            add(Double.NaN);
        }
        assertThat(window.variability().offUsual(0)).isNaN();
        assertThat(window.variability().differenceFromUsual(0)).isNaN();
    }

    @Test
    void goesOnBitForBitAfterBeingStored() {
        usual();
        ByteBuffer bytes = ByteBuffer.allocate(10_000);
        window.write(bytes);
        Window read = new Window(32, 1, 0);
        read.read(bytes.flip());
        for (int i = 0; i < 50; i++) {
            Step step = new Step((minute + i) * 60_000, 1, new double[] {random.nextGaussian()}, new String[0]);
            window.add(step, step.startMs());
            read.add(step, step.startMs());
            assertThat(read.variability().offUsual(0))
                    .isEqualTo(window.variability().offUsual(0));
        }
    }
}
