package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import io.tidewatch.math.Logarithm;
import java.nio.ByteBuffer;

/**
 * The usual range of one feature of one entity: running median, quartiles and spread. They give the normalisation
 * {@code u = asinh((x − median) / scale)}, which keeps extremes finite and ordered.
 *
 * <p>Quartiles are tracked by stochastic approximation (Robbins and Monro 1951) with a gain that falls to
 * {@code 1 / memory}; the normalisation in use is frozen between {@linkplain #refresh refreshes}, so that a window's
 * cells share one scale.
 */
public final class FeatureScale {
    /** Quartile distance of a normal distribution, in standard deviations. */
    private static final double IQR_OF_NORMAL = 1.349;

    /** A value is outside the range when it is beyond an end by this share of the range. */
    private static final double BEYOND = 0.05;

    /** Values after which a range is known. */
    private static final int RANGE_KNOWN = 128;

    /** Steps that the running quartiles remember. */
    private static final double MEMORY_STEPS = 2000;

    /** Values until a feature that is new to its entity has settled. */
    private static final int LATEST_TO_SETTLE = 256;

    /** A feature is new when its entity has had so many times more steps than the feature has had values. */
    private static final int YOUNG_SHARE = 4;

    /** A step of the approximation, in quartile distances, per unit of gain. */
    private static final double STEP_PER_GAIN = 2.5;

    /** Upper limits of shares and of percentages. */
    private static final double[] USUAL_BOUNDS = {1, 100};

    private static final double CLOSE_TO_BOUND = 0.99;

    private long count;
    private double lowQuartile;
    private double runningMedian;
    private double highQuartile;
    private double mean;
    private double variance;

    /** Ends of the range of the values; they move inwards slowly. */
    private float lowest = Float.NaN;

    private float highest = Float.NaN;
    /** Whether the newest value was outside the range. */
    private boolean outside;

    private double median;
    private double scale = Double.NaN;

    /** Starts the running quantiles from the first values seen, NaN left out. Without any value nothing changes. */
    void start(double[] values) {
        double[] sorted = java.util.Arrays.stream(values)
                .filter(x -> !Double.isNaN(x))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return;
        }
        count = sorted.length;
        lowest = (float) sorted[0];
        highest = (float) sorted[sorted.length - 1];
        lowQuartile = quantile(sorted, 0.25);
        runningMedian = quantile(sorted, 0.5);
        highQuartile = quantile(sorted, 0.75);
        mean = java.util.Arrays.stream(sorted).average().orElse(0);
        variance = java.util.Arrays.stream(sorted)
                        .map(x -> (x - mean) * (x - mean))
                        .sum()
                / sorted.length;
        refresh();
    }

    private static double quantile(double[] sorted, double probability) {
        double at = probability * (sorted.length - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }

    /** Takes one value into the running quantiles; NaN is left out. */
    void add(double x) {
        outside = false;
        if (Double.isNaN(x) || count == 0) {
            return;
        }
        count++;
        double beyond = BEYOND * (highest - lowest);
        outside = count > RANGE_KNOWN && (x < lowest - beyond || x > highest + beyond);
        lowest = (float) Math.min(x, lowest + Math.max(0, runningMedian - lowest) / (2 * MEMORY_STEPS));
        highest = (float) Math.max(x, highest + Math.min(0, runningMedian - highest) / (2 * MEMORY_STEPS));
        double gain = 1 / Math.min(count, MEMORY_STEPS);
        double distance = Math.max(highQuartile - lowQuartile, floor());
        double step = gain * STEP_PER_GAIN * distance;
        lowQuartile += step * (0.25 - (x < lowQuartile ? 1 : 0));
        runningMedian += step * (0.5 - (x < runningMedian ? 1 : 0));
        highQuartile += step * (0.75 - (x < highQuartile ? 1 : 0));
        lowQuartile = Math.min(lowQuartile, runningMedian);
        highQuartile = Math.max(highQuartile, runningMedian);
        double off = x - mean;
        mean += gain * off;
        variance += gain * (off * (x - mean) - variance);
    }

    FeatureScale copy() {
        FeatureScale copy = new FeatureScale();
        copy.median = median;
        copy.scale = scale;
        return copy;
    }

    private double floor() {
        return 0.1 * Math.sqrt(variance) + 1e-9 * (Math.abs(runningMedian) + 1);
    }

    /** Takes the running quantiles into use. */
    void refresh() {
        median = runningMedian;
        scale = Math.max((highQuartile - lowQuartile) / IQR_OF_NORMAL, floor());
    }

    /**
     * Whether a new feature of an old entity needs a refresh: its count of values has doubled. Without it, the scale
     * would come from the feature's first values until the entity's next refresh.
     *
     * @param age of the entity, steps
     */
    boolean settles(long age) {
        return count <= LATEST_TO_SETTLE && Long.bitCount(count) == 1 && age >= YOUNG_SHARE * count;
    }

    /** Whether the normalisation in use is off by more than a tenth of its scale. */
    boolean stale() {
        double current = Math.max((highQuartile - lowQuartile) / IQR_OF_NORMAL, floor());
        return !ready()
                || Math.abs(runningMedian - median) > 0.1 * scale
                || current > 1.1 * scale
                || current < scale / 1.1;
    }

    /** Whether there is a normalisation to use. */
    public boolean ready() {
        return !Double.isNaN(scale);
    }

    /** Centre of the normalisation in use, in the feature's unit. */
    public double median() {
        return median;
    }

    /** Scale of the normalisation in use, in the feature's unit; positive. */
    public double scale() {
        return scale;
    }

    /**
     * The unit of differences: the scale or, where a few values range far beyond it, the standard deviation; in the
     * feature's unit, positive.
     */
    public double unit() {
        return Math.max(scale, Math.sqrt(variance));
    }

    /**
     * Limits an expected value to possible ones: to 0 or more where no remembered value was negative; to 1 or 100 at
     * most where values come close to that but not beyond it, as shares and percentages do.
     */
    public double possible(double value) {
        double least = lowest >= 0 ? 0 : Double.NEGATIVE_INFINITY;
        return Math.max(least, Math.min(most(), value));
    }

    private double most() {
        for (double bound : USUAL_BOUNDS) {
            if (lowest >= 0 && highest <= bound && highest >= CLOSE_TO_BOUND * bound) {
                return bound;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** Whether the newest value is outside the range of this feature's values. */
    public boolean outside() {
        return outside;
    }

    /** The running median, in the feature's unit. */
    public double runningMedian() {
        return runningMedian;
    }

    /** How many scales a value is above the median; NaN stays NaN. */
    double scalesAbove(double x) {
        return (x - median) / scale;
    }

    /** Normalises a value; NaN stays NaN. */
    public double normalise(double x) {
        return asinh(scalesAbove(x));
    }

    /** Normalises a distance in scales: an odd function, without cancellation for negative distances. */
    static double asinh(double z) {
        double magnitude = Math.abs(z);
        double u = Logarithm.of(magnitude + Math.sqrt(magnitude * magnitude + 1));
        return z < 0 ? -u : u;
    }

    /** The value that normalises to u. */
    public double denormalise(double u) {
        return median + scale * Math.sinh(u);
    }

    void write(ByteBuffer out) {
        VarInt.write(out, count);
        for (double number : new double[] {lowQuartile, runningMedian, highQuartile, mean, variance, median, scale}) {
            out.putDouble(number);
        }
        out.putFloat(lowest);
        out.putFloat(highest);
    }

    void read(ByteBuffer in) {
        outside = false;
        count = VarInt.read(in);
        lowQuartile = in.getDouble();
        runningMedian = in.getDouble();
        highQuartile = in.getDouble();
        mean = in.getDouble();
        variance = in.getDouble();
        median = in.getDouble();
        scale = in.getDouble();
        lowest = in.getFloat();
        highest = in.getFloat();
    }
}
