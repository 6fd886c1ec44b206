package io.tidewatch.calibration;

import static io.tidewatch.calibration.CalibrationParameters.ALONE;
import static io.tidewatch.calibration.CalibrationParameters.HEAVIEST_TAIL;
import static io.tidewatch.calibration.CalibrationParameters.LIGHTEST_TAIL;
import static io.tidewatch.calibration.CalibrationParameters.MORE_IN_FULL;
import static io.tidewatch.calibration.CalibrationParameters.ONE_OF;
import static io.tidewatch.calibration.CalibrationParameters.PRIOR_OF_START;
import static io.tidewatch.calibration.CalibrationParameters.PRIOR_OF_WIDTH;
import static io.tidewatch.calibration.CalibrationParameters.PRIOR_WEIGHT;
import static io.tidewatch.calibration.CalibrationParameters.REFIT_EVERY;
import static io.tidewatch.calibration.CalibrationParameters.REFIT_SHARE;
import static io.tidewatch.calibration.CalibrationParameters.SMALLEST_PROBABILITY;
import static io.tidewatch.calibration.CalibrationParameters.TAIL_SHARE;
import static io.tidewatch.calibration.CalibrationParameters.UNIT_MEMORY_STEPS;
import static io.tidewatch.calibration.CalibrationParameters.YOUNG_COUNT;

import io.tidewatch.codec.ShortFloat;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The tail sketches of one entity, each the distribution of one measure's magnitudes, as a log histogram with a fitted
 * tail that forgets slowly. They are side by side in memory, since each step reads and updates all of them.
 *
 * <p>Values are counted in log buckets (two per octave), so that the resolution is relative, as in DDSketch (Masson et
 * al., VLDB 2019); see {@link LogHistograms}. Up to the 0.99 quantile the tail probability is the rank. Above it the
 * tail is fitted by peaks over threshold with an exponential excess (Pickands 1975; Siffer et al., KDD 2017). The mean
 * excess is shrunk towards a share of the bulk's width, and the tail is integrated over the uncertainty of that mean:
 * few excesses give a heavy tail, many give a light one.
 */
public final class TailSketches {
    /** Binary logarithm of the smallest count at which the share is more than {@link #REFIT_EVERY}. */
    static final int REFIT_BITS = Integer.numberOfTrailingZeros(2 * REFIT_EVERY * REFIT_SHARE);

    /** A run's length is stored in a byte: so in windows of hundreds of steps fewer values count in full. */
    private static final int LONGEST_RUN = 0xff;

    /** In place of a sketch's extent: nothing has been counted. */
    private static final short EMPTY = -1;

    /** An upper bound of a written sketch: its numbers, and three bytes for each bucket. */
    static final int MOST_BYTES = 256;

    /** Set in the extent while a run of odd values continues. */
    private static final short RUNNING = 1 << 12;

    /** Indices of the numbers of a fit, each a {@link ShortFloat}. */
    private static final int TAIL_START = 0;

    private static final int TAIL_COUNT = 1;
    private static final int TAIL_MEAN = 2;
    private static final int BULK_WIDTH = 3;
    private static final int FIT = 4;

    private final int howMany;
    /** Each is marked with the length of the current run of odd values. */
    private final LogHistograms histograms;
    /** {@code [FIT × sketches]}, each the bits of a float. */
    private final int[] fits;

    public TailSketches(int howMany) {
        this.howMany = howMany;
        histograms = new LogHistograms(howMany);
        fits = new int[FIT * howMany];
    }

    LogHistograms histograms() {
        return histograms;
    }

    /** The bits of each sketch's tail start; other numbers of the fits follow. */
    int[] tailStarts() {
        return fits;
    }

    private float fit(int sketch, int which) {
        return Float.intBitsToFloat(fits[which * howMany + sketch]);
    }

    private void fit(int sketch, int which, float value) {
        fits[which * howMany + sketch] = Float.floatToRawIntBits(value);
    }

    /** Values counted, after forgetting. */
    public int count(int sketch) {
        return histograms.total(sketch);
    }

    /** The median of what had been counted at the last fit. */
    double median(int sketch) {
        return fit(sketch, TAIL_START) - fit(sketch, BULK_WIDTH);
    }

    /** Forgets half of every count. */
    void halve(int sketch) {
        histograms.halve(sketch);
        fit(sketch);
    }

    void clear(int sketch) {
        histograms.clear(sketch);
        for (int which = 0; which < FIT; which++) {
            fit(sketch, which, 0);
        }
    }

    void add(int sketch, int bucket, int times) {
        int total = histograms.add(sketch, bucket, times);
        int refitEvery = Math.max(REFIT_EVERY, Integer.highestOneBit(total) / REFIT_SHARE);
        // A power of two, so that the mask below is the remainder.
        if (times >= refitEvery || (total & refitEvery - 1) < times) {
            fit(sketch);
        }
    }

    /**
     * The value that a share of all values exceeds; 0 when nothing has been counted.
     *
     * @param share in (0, 1)
     */
    public double upper(int sketch, double share) {
        return histograms.upper(sketch, share);
    }

    /**
     * Counts a value of a step, but of a long run of odd ones only a few: the values of an incident must not become
     * normal soon, and a lasting change must in the end.
     *
     * @param bucket of the value
     * @param odd whether its {@linkplain #probability probability} was below {@link CalibrationParameters#ODD}
     * @param sharing steps in a row whose values share their evidence
     */
    public void learn(int sketch, int bucket, boolean odd, int sharing) {
        int run = histograms.mark(sketch);
        if (odd) {
            int inFull = Math.min(sharing + MORE_IN_FULL, LONGEST_RUN - ONE_OF);
            run++;
            boolean counts = run <= inFull || run == inFull + ONE_OF;
            histograms.mark(sketch, run >= inFull + ONE_OF ? inFull : run);
            if (!counts && count(sketch) >= YOUNG_COUNT) {
                return;
            }
        } else if (run > 0) {
            histograms.mark(sketch, run - 1);
        }
        add(sketch, bucket, 1);
    }

    /**
     * The probability that normal data is as large as a value.
     *
     * @param bucket of the value
     * @param value 0 or more
     * @param unit smallest difference that can matter, in the value's unit; where the history has no variation at all,
     *     it keeps rounding errors from a small probability
     * @return {@value CalibrationParameters#SMALLEST_PROBABILITY} to 1
     */
    public double probability(int sketch, int bucket, double value, double unit) {
        int total = histograms.total(sketch);
        if (total == 0) {
            return 1;
        }
        if (value > fit(sketch, TAIL_START)) {
            return probabilityInTail(sketch, value, unit, total);
        }
        return (histograms.above(sketch, bucket, value) + 1) / (total + 1);
    }

    private double probabilityInTail(int sketch, double value, double unit, int total) {
        double tailStart = fit(sketch, TAIL_START);
        double count = fit(sketch, TAIL_COUNT);
        boolean first = tailStart == 0 && fit(sketch, TAIL_MEAN) == 0;
        if (first && value > ALONE * unit * Math.sqrt(Math.min(total, UNIT_MEMORY_STEPS))) {
            return 1.0 / (total + 1);
        }
        double prior = Math.max(Math.max(PRIOR_OF_WIDTH * fit(sketch, BULK_WIDTH), PRIOR_OF_START * tailStart), unit);
        double mean = Math.max((count * fit(sketch, TAIL_MEAN) + PRIOR_WEIGHT * prior) / (count + PRIOR_WEIGHT), prior);
        double shape = Math.min(count + HEAVIEST_TAIL, LIGHTEST_TAIL);
        double excess = (value - tailStart) / (mean * shape);
        return Math.max((count + 1) / (total + 1) * Math.pow(1 + excess, -shape), SMALLEST_PROBABILITY);
    }

    /**
     * Fits the tail to what has been counted. Only counting may call this, never {@link #probability}: a state that is
     * rebuilt from its journal counts the same values, but is not asked for the same probabilities.
     */
    void fit(int sketch) {
        float tailStart = ShortFloat.round((float) histograms.upper(sketch, TAIL_SHARE));
        // Where most values are 0, as with an error counter, all values above 0 are the tail.
        double beyond = tailStart == 0 ? histograms.aboveZero(sketch) : TAIL_SHARE * histograms.total(sketch);
        float tailCount = ShortFloat.round((float) Math.max(1, beyond));
        fit(sketch, TAIL_START, tailStart);
        fit(sketch, TAIL_COUNT, tailCount);
        fit(sketch, TAIL_MEAN, ShortFloat.round((float) histograms.meanExcess(sketch, tailStart, tailCount)));
        fit(sketch, BULK_WIDTH, ShortFloat.round(tailStart - (float) histograms.upper(sketch, 0.5)));
    }

    public void write(int sketch, ByteBuffer out) {
        if (histograms.total(sketch) == 0) {
            out.putShort(EMPTY);
            return;
        }
        short extent = histograms.extent(sketch);
        int run = histograms.mark(sketch);
        boolean running = run != 0;
        out.putShort((short) (running ? extent | RUNNING : extent));
        histograms.writeRange(sketch, out);
        for (int which = 0; which < FIT; which++) {
            out.putShort(ShortFloat.encode(fit(sketch, which)));
        }
        if (running) {
            out.put((byte) run);
        }
        histograms.writeCounts(sketch, out, extent);
    }

    public void read(int sketch, ByteBuffer in) {
        clear(sketch);
        readCleared(sketch, in);
    }

    /**
     * Replaces a sketch by one of another entity or detector.
     *
     * @param bytes scratch, of {@link #MOST_BYTES}
     */
    void take(int sketch, TailSketches other, int from, ByteBuffer bytes) {
        bytes.clear();
        other.write(from, bytes);
        read(sketch, bytes.flip());
    }

    void writeAll(ByteBuffer out) {
        for (int sketch = 0; sketch < howMany; sketch++) {
            write(sketch, out);
        }
    }

    void readAll(ByteBuffer in) {
        histograms.clearAll();
        Arrays.fill(fits, 0);
        for (int sketch = 0; sketch < howMany; sketch++) {
            readCleared(sketch, in);
        }
    }

    private void readCleared(int sketch, ByteBuffer in) {
        short extent = in.getShort();
        if (extent == EMPTY) {
            return;
        }
        histograms.readRange(sketch, in);
        for (int which = 0; which < FIT; which++) {
            fit(sketch, which, ShortFloat.decode(in.getShort()));
        }
        if ((extent & RUNNING) != 0) {
            histograms.mark(sketch, in.get() & 0xff);
        }
        histograms.readCounts(sketch, in, extent);
    }
}
