package io.tidewatch.bench;

import java.util.SplittableRandom;

/**
 * Normal measurements: for each entity and feature a sine of its own phase with noise. Owns a buffer and a random
 * sequence, so one instance belongs to one thread.
 */
final class Signal {
    /** Deviation of the noise, in the unit of the values; the sine's amplitude is 1. */
    static final double NOISE = 0.1;

    private static final double LEVEL = 20;
    private static final double PERIOD_MS = 240_000;
    private static final int TABLE = 4096;

    private final int features;
    private final SplittableRandom random;
    private final float[] sine = new float[TABLE];
    private final double[] values;

    Signal(int features, long seed) {
        this.features = features;
        this.random = new SplittableRandom(seed);
        this.values = new double[features];
        for (int i = 0; i < TABLE; i++) {
            sine[i] = (float) Math.sin(2 * Math.PI * i / TABLE);
        }
    }

    /** Values of one event, one per feature; overwritten by the next call. */
    double[] at(int entity, long timeMs) {
        int turn = (int) (timeMs % (long) PERIOD_MS / PERIOD_MS * TABLE);
        for (int f = 0; f < features; f++) {
            int phase = ((entity * 31 + f * 7) * 0x9E3779B9) >>> 20;
            values[f] = LEVEL + sine[(turn + phase) & (TABLE - 1)] + NOISE * noise();
        }
        return values;
    }

    /** About Gaussian, mean 0, deviation 1: the sum of four uniform numbers cut from one draw. */
    private double noise() {
        long bits = random.nextLong();
        int sum = (short) bits + (short) (bits >>> 16) + (short) (bits >>> 32) + (short) (bits >>> 48);
        return sum / (2 * 32768 / Math.sqrt(3));
    }
}
