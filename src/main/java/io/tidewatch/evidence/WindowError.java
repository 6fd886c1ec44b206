package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.window.Window;

/**
 * How far a window is from what the model makes of it when nothing is hidden: the mean square over the cells that are there,
 * in normalised units; NaN when fewer than half are. Owns its buffers; belongs to one thread.
 */
final class WindowError {
    private final Kernel kernel;
    private final DeviationFilters guards;
    private final int features;
    private final int count;
    /** Cells on the scale of their feature, and what the model puts in their place; used where not all is of interest. */
    private final float[] actual;

    private final float[] expected;

    WindowError(int steps, int features, Kernel kernel, DeviationFilters guards) {
        this.kernel = kernel;
        this.guards = guards;
        this.features = features;
        this.count = steps * features;
        this.actual = new float[guards.any() ? count : 0];
        this.expected = new float[actual.length];
    }

    /**
     * The error of all cells.
     *
     * @param inputs the row that was given to the model: cells, then their mask
     * @param outputs what it made of them
     * @param shown how many cells are there
     */
    double ofAll(float[] inputs, float[] outputs, int shown) {
        return meanOfShown(kernel.squares(inputs, outputs, count), shown);
    }

    /** {@link #ofAll} of the cells whose deviation is of interest; the others count as exact. */
    double ofInterest(Window window, float[] inputs, float[] outputs, int shown) {
        if (!guards.any()) {
            return ofAll(inputs, outputs, shown);
        }
        kernel.sinh(inputs, 0, count, EvidenceCalculator.LARGEST_CELL, actual);
        kernel.sinh(outputs, 0, count, EvidenceCalculator.LARGEST, expected);
        double sum = 0;
        for (int step = 0; step < count; step += features) {
            double ofStep = 0;
            for (int i = step; i < step + features; i++) {
                if (inputs[count + i] > 0 && guards.counts(window, i - step, actual[i], expected[i])) {
                    double off = inputs[i] - outputs[i];
                    ofStep += off * off;
                }
            }
            sum += ofStep;
        }
        return meanOfShown(sum, shown);
    }

    private double meanOfShown(double sum, int shown) {
        return 2 * shown < count ? Double.NaN : sum / shown;
    }
}
