package io.tidewatch.model;

import java.util.Random;

/** Seeded windows of correlated sines with noise, for tests of training. */
public final class SineWindows {

    private SineWindows() {}

    /** Windows whose features are phase-shifted copies of one sine of random phase, with noise of 0.1. */
    public static TrainingWindows of(InputLayout layout, int count, long seed) {
        Random random = new Random(seed);
        TrainingWindows windows = new TrainingWindows(layout);
        for (int w = 0; w < count; w++) {
            double phase = random.nextDouble() * 2 * Math.PI;
            float[] cells = new float[layout.cells()];
            for (int t = 0; t < layout.steps(); t++) {
                for (int f = 0; f < layout.features(); f++) {
                    cells[layout.cell(t, f)] =
                            (float) (Math.sin(phase + 2 * Math.PI * t / 16 + f) + 0.1 * random.nextGaussian());
                }
            }
            float[] side = new float[layout.side()];
            for (int i = 0; i < side.length; i++) {
                side[i] = i % 2 == 0 ? (float) Math.sin(phase) : (float) Math.cos(phase);
            }
            windows.add(cells, side);
        }
        return windows;
    }
}
