package io.tidewatch.model;

import java.util.Random;

/**
 * Where the codes of normal windows lie: a mixture of Gaussians, one around the code of each of some training windows.
 * For a variational model these are its own posteriors, and their mixture is what its decoder was trained on (the
 * aggregated posterior; Tomczak and Welling 2018). Immutable.
 */
public final class CodeSamples {
    private final int width;
    private final float[] centres;
    private final float[] deviations;

    /**
     * @param width of a code
     * @param centres {@code [samples × width]}
     * @param deviations standard deviations, likewise, 0 or more
     * @throws IllegalArgumentException when there are none, the shapes differ, or a number is not finite
     */
    public CodeSamples(int width, float[] centres, float[] deviations) {
        if (width < 1 || centres.length == 0 || centres.length % width != 0 || deviations.length != centres.length) {
            throw new IllegalArgumentException(centres.length + " numbers and " + deviations.length
                    + " deviations are no codes of width " + width);
        }
        for (int i = 0; i < centres.length; i++) {
            if (!Float.isFinite(centres[i]) || !(deviations[i] >= 0) || !Float.isFinite(deviations[i])) {
                throw new IllegalArgumentException("a code is not finite: " + centres[i] + " ± " + deviations[i]);
            }
        }
        this.width = width;
        this.centres = centres.clone();
        this.deviations = deviations.clone();
    }

    public int width() {
        return width;
    }

    /** How many codes are kept. */
    public int size() {
        return centres.length / width;
    }

    /** The centres, {@code [size × width]}; a copy. */
    public float[] centres() {
        return centres.clone();
    }

    /** The standard deviations around the centres, {@code [size × width]}; a copy. */
    public float[] deviations() {
        return deviations.clone();
    }

    /** Draws a code, {@code [width]}. */
    public float[] draw(Random random) {
        int from = random.nextInt(size()) * width;
        float[] code = new float[width];
        for (int i = 0; i < width; i++) {
            code[i] = (float) (centres[from + i] + deviations[from + i] * random.nextGaussian());
        }
        return code;
    }
}
