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
 * The {@link TailSketch}s of one entity, one after the other in memory: each step asks and teaches all of them.
 *
 * <p>Counts stand in bins of about equal ratio (two per octave), so that the resolution is relative, as in DDSketch
 * (Masson et al., VLDB 2019); see {@link LogHistograms}. Up to the 0.99 quantile the tail probability is the rank.
 * Above it, peaks over threshold with an exponential excess (Pickands 1975; Siffer et al., KDD 2017) whose mean is
 * shrunk towards a share of the bulk's width, integrated over its uncertainty: few excesses give a heavy tail, many a
 * light one.
 */
public final class TailSketches {
    /** Of so many bits is the smallest count at which the share is what is larger. */
    static final int REFIT_BITS = Integer.numberOfTrailingZeros(2 * REFIT_EVERY * REFIT_SHARE);

    /** A run's length takes a byte: in windows of hundreds of steps fewer count in full. */
    private static final int LONGEST_RUN = 0xff;

    /** In place of a histogram's first two bytes: nothing has been counted. */
    private static final short EMPTY = -1;

    /** More than one histogram ever takes: its numbers, and three bytes for each bin. */
    static final int MOST_BYTES = 256;

    /** Set in them where a run of odd values goes on. */
    private static final short RUNNING = 1 << 12;

    /** Where the numbers of a fit are, each a {@link ShortFloat}. */
    private static final int TAIL_START = 0;

    private static final int TAIL_COUNT = 1;
    private static final int TAIL_MEAN = 2;
    private static final int BULK_WIDTH = 3;
    private static final int FIT = 4;

    private final int howMany;
    /** Marked with the length of the current run of odd values. */
    private final LogHistograms bins;
    /** {@code [FIT × histograms]}, each the bits of a float. */
    private final int[] fits;

    TailSketches(int howMany) {
        this.howMany = howMany;
        bins = new LogHistograms(howMany);
        fits = new int[FIT * howMany];
    }

    /** One of them. */
    TailSketch get(int histogram) {
        return new TailSketch(this, histogram);
    }

    LogHistograms bins() {
        return bins;
    }

    /** Per histogram the bits of the start of its tail; and more behind. */
    int[] tailStarts() {
        return fits;
    }

    private float fit(int histogram, int which) {
        return Float.intBitsToFloat(fits[which * howMany + histogram]);
    }

    private void fit(int histogram, int which, float value) {
        fits[which * howMany + histogram] = Float.floatToRawIntBits(value);
    }

    int count(int histogram) {
        return bins.total(histogram);
    }

    double median(int histogram) {
        return fit(histogram, TAIL_START) - fit(histogram, BULK_WIDTH);
    }

    void halve(int histogram) {
        bins.halve(histogram);
        fit(histogram);
    }

    void clear(int histogram) {
        bins.clear(histogram);
        for (int which = 0; which < FIT; which++) {
            fit(histogram, which, 0);
        }
    }

    void add(int histogram, int bin, int times) {
        int total = bins.add(histogram, bin, times);
        int refitEvery = Math.max(REFIT_EVERY, Integer.highestOneBit(total) / REFIT_SHARE);
        // It is a power of two.
        if (times >= refitEvery || (total & refitEvery - 1) < times) {
            fit(histogram);
        }
    }

    double upper(int histogram, double share) {
        return bins.upper(histogram, share);
    }

    /**
     * Counts a value of a live step, but of a long run of odd ones only a few: what an incident brings should not soon
     * pass for normal, and a lasting change should in the end.
     */
    void learn(int histogram, int bin, boolean odd, int sharing) {
        int run = bins.mark(histogram);
        if (odd) {
            int inFull = Math.min(sharing + MORE_IN_FULL, LONGEST_RUN - ONE_OF);
            run++;
            boolean counts = run <= inFull || run == inFull + ONE_OF;
            bins.mark(histogram, run >= inFull + ONE_OF ? inFull : run);
            if (!counts && count(histogram) >= YOUNG_COUNT) {
                return;
            }
        } else if (run > 0) {
            bins.mark(histogram, run - 1);
        }
        add(histogram, bin, 1);
    }

    double probability(int histogram, int bin, double value, double unit) {
        int total = bins.total(histogram);
        if (total == 0) {
            return 1;
        }
        if (value > fit(histogram, TAIL_START)) {
            return probabilityInTail(histogram, value, unit, total);
        }
        return (bins.above(histogram, bin, value) + 1) / (total + 1);
    }

    private double probabilityInTail(int histogram, double value, double unit, int total) {
        double tailStart = fit(histogram, TAIL_START);
        double count = fit(histogram, TAIL_COUNT);
        boolean first = tailStart == 0 && fit(histogram, TAIL_MEAN) == 0;
        if (first && value > ALONE * unit * Math.sqrt(Math.min(total, UNIT_MEMORY_STEPS))) {
            return 1.0 / (total + 1);
        }
        double prior =
                Math.max(Math.max(PRIOR_OF_WIDTH * fit(histogram, BULK_WIDTH), PRIOR_OF_START * tailStart), unit);
        double mean =
                Math.max((count * fit(histogram, TAIL_MEAN) + PRIOR_WEIGHT * prior) / (count + PRIOR_WEIGHT), prior);
        double shape = Math.min(count + HEAVIEST_TAIL, LIGHTEST_TAIL);
        double excess = (value - tailStart) / (mean * shape);
        return Math.max((count + 1) / (total + 1) * Math.pow(1 + excess, -shape), SMALLEST_PROBABILITY);
    }

    /**
     * Fits the tail to what has been counted. Done by counting, never by asking: what is asked must not change what is
     * answered later, or a state built again from its journal would differ.
     */
    void fit(int histogram) {
        float tailStart = ShortFloat.round((float) bins.upper(histogram, TAIL_SHARE));
        // Where most values are 0, as of an error counter, the tail is what is not.
        double beyond = tailStart == 0 ? bins.aboveZero(histogram) : TAIL_SHARE * bins.total(histogram);
        float tailCount = ShortFloat.round((float) Math.max(1, beyond));
        fit(histogram, TAIL_START, tailStart);
        fit(histogram, TAIL_COUNT, tailCount);
        fit(histogram, TAIL_MEAN, ShortFloat.round((float) bins.meanExcess(histogram, tailStart, tailCount)));
        fit(histogram, BULK_WIDTH, ShortFloat.round(tailStart - (float) bins.upper(histogram, 0.5)));
    }

    void write(int histogram, ByteBuffer out) {
        if (bins.total(histogram) == 0) {
            out.putShort(EMPTY);
            return;
        }
        short extent = bins.extent(histogram);
        int run = bins.mark(histogram);
        boolean running = run != 0;
        out.putShort((short) (running ? extent | RUNNING : extent));
        bins.writeRange(histogram, out);
        for (int which = 0; which < FIT; which++) {
            out.putShort(ShortFloat.encode(fit(histogram, which)));
        }
        if (running) {
            out.put((byte) run);
        }
        bins.writeCounts(histogram, out, extent);
    }

    void read(int histogram, ByteBuffer in) {
        clear(histogram);
        readCleared(histogram, in);
    }

    /**
     * Takes over what one of another entity's, or detector's, has counted.
     *
     * @param bytes scratch, of {@link #MOST_BYTES}
     */
    void take(int histogram, TailSketches other, int from, ByteBuffer bytes) {
        bytes.clear();
        other.write(from, bytes);
        read(histogram, bytes.flip());
    }

    void writeAll(ByteBuffer out) {
        for (int histogram = 0; histogram < howMany; histogram++) {
            write(histogram, out);
        }
    }

    void readAll(ByteBuffer in) {
        bins.clearAll();
        Arrays.fill(fits, 0);
        for (int histogram = 0; histogram < howMany; histogram++) {
            readCleared(histogram, in);
        }
    }

    private void readCleared(int histogram, ByteBuffer in) {
        short extent = in.getShort();
        if (extent == EMPTY) {
            return;
        }
        bins.readRange(histogram, in);
        for (int which = 0; which < FIT; which++) {
            fit(histogram, which, ShortFloat.decode(in.getShort()));
        }
        if ((extent & RUNNING) != 0) {
            bins.mark(histogram, in.get() & 0xff);
        }
        bins.readCounts(histogram, in, extent);
    }
}
