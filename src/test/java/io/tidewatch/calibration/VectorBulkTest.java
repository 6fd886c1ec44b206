package io.tidewatch.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.evidence.Channels;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares vectors of any width with one sketch after the other. */
class VectorBulkTest {
    /** Whole vectors, and some that no vector takes. */
    private static final int FEATURES = 2;

    private static final int SKETCHES = Channels.LAYOUT.size(FEATURES);

    private static final int SHARING = 6;

    private final Side plain = new Side();
    private final Side vector = new Side();
    private final VectorBulk bulk = new VectorBulk(SKETCHES);

    /** Sketches, and what came of the last step. */
    private static final class Side {
        private final TailSketches tails = new TailSketches(SKETCHES);
        private final CalibratedStep step = CalibratedSteps.unknown(FEATURES);
        private final double[] probabilities = step.values();
        private final int[] buckets = step.update().buckets();
        private final int[] odd = step.update().odd();

        private void oneByOne(float[] magnitudes, Bulk done) {
            for (int i = 0; i < SKETCHES; i++) {
                if (!done.calibrated(i)) {
                    boolean silent = Float.isNaN(magnitudes[i]);
                    boolean ready = tails.count(i) >= CalibrationParameters.READY_COUNT;
                    buckets[i] = silent ? CalibrationUpdate.SILENT : LogBuckets.of(magnitudes[i]);
                    probabilities[i] =
                            silent || !ready ? Double.NaN : tails.probability(i, buckets[i], magnitudes[i], 1e-3);
                    odd[i] = probabilities[i] < CalibrationParameters.ODD ? 1 : 0;
                }
            }
            for (int which = 0; which < done.leftCount(SKETCHES); which++) {
                int i = done.left(which);
                if (buckets[i] != CalibrationUpdate.SILENT) {
                    tails.learn(i, buckets[i], odd[i] != 0, SHARING);
                }
            }
        }

        private byte[] bytes() {
            ByteBuffer out = ByteBuffer.allocate(200 * SKETCHES);
            tails.writeAll(out);
            return Arrays.copyOf(out.array(), out.position());
        }
    }

    private int step(float[] magnitudes) {
        plain.oneByOne(magnitudes, Bulk.NONE);
        bulk.calibrate(magnitudes, vector.tails, vector.step);
        int learned = SKETCHES - bulk.leftCount(SKETCHES);
        vector.oneByOne(magnitudes, bulk);
        assertThat(vector.probabilities).isEqualTo(plain.probabilities);
        assertThat(vector.buckets).isEqualTo(plain.buckets);
        assertThat(vector.odd).isEqualTo(plain.odd);
        return learned;
    }

    @Test
    void calibratesAndLearnsLikeOneByOne() {
        Random random = new Random(5);
        float[] magnitudes = new float[SKETCHES];
        long learned = 0;
        int steps = 40_000;
        for (int step = 0; step < steps; step++) {
            boolean incident = step % 1_000 > 950;
            for (int i = 0; i < SKETCHES; i++) {
                double scale = Math.scalb(1.0, 3 * i - 20) * (incident && i % 3 == 0 ? 50 : 1);
                magnitudes[i] = (float) Math.abs(scale * random.nextGaussian());
                if (random.nextInt(40) == 0) {
                    magnitudes[i] = random.nextInt(3) == 0 ? Float.NaN : 0;
                }
            }
            learned += step(magnitudes);
            if (step % 500 == 0) {
                assertThat(vector.bytes()).isEqualTo(plain.bytes());
            }
        }
        assertThat(learned).as("most is done at once").isGreaterThan(steps * 16L * 8 / 10);
    }

    @Test
    void leavesMagnitudesThatItCannotCalibrate() {
        Random random = new Random(6);
        float[] magnitudes = new float[SKETCHES];
        for (int step = 0; step < 3_000; step++) {
            for (int i = 0; i < SKETCHES; i++) {
                magnitudes[i] = random.nextFloat();
            }
            step(magnitudes);
        }
        float[] odd = {
            0,
            -0f,
            Float.MIN_VALUE,
            Float.MIN_NORMAL,
            Float.NaN,
            Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            1e-30f,
            1e30f,
            2
        };
        for (float value : odd) {
            for (int i = 0; i < SKETCHES; i++) {
                magnitudes[i] = i % 2 == 0 ? value : 0.5f;
            }
            step(magnitudes);
        }
        assertThat(vector.bytes()).isEqualTo(plain.bytes());
    }

    @Test
    void seesRunsOfOddValuesThatGoOn() {
        float[] magnitudes = new float[SKETCHES];
        Random random = new Random(7);
        for (int step = 0; step < 600; step++) {
            for (int i = 0; i < SKETCHES; i++) {
                magnitudes[i] = (float) Math.abs(random.nextGaussian()) + (step > 400 && step < 450 ? 4 : 0);
            }
            step(magnitudes);
            assertThat(vector.bytes()).isEqualTo(plain.bytes());
        }
    }
}
