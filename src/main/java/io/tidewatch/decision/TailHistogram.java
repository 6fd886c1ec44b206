package io.tidewatch.decision;

import io.tidewatch.window.ShortFloat;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How often one entity's evidence of one channel is as large as a given value: a bounded, slowly forgetting picture of
 * its distribution with a fitted tail. One object holds as many as an entity needs, and answers for one at a time.
 *
 * <p>Counts stand in bins of about equal ratio (two per octave), so that the resolution is relative, as in DDSketch (Masson et
 * al., VLDB 2019); see {@link CountedBins}. Up to the 0.99 quantile the tail probability is the rank. Above it, peaks over
 * threshold with an exponential excess (Pickands 1975; Siffer et al., KDD 2017) whose mean is shrunk towards a share of the
 * bulk's width, integrated over its uncertainty: few excesses give a heavy tail, many a light one.
 */
public final class TailHistogram {
    private static final double TAIL_SHARE = 0.01;

    /** The fit is made anew after so many values, and after this share of all counted; it moves slowly. */
    private static final int REFIT_EVERY = 16;

    private static final int REFIT_SHARE = 64;

    /** Values that a prior excess weighs as much as. */
    private static final double PRIOR_WEIGHT = 2;

    /**
     * Largest exponent of the tail: however many excesses were counted, the tail is no lighter than this power law. What
     * recurs once a month is not worth thirty zeros.
     */
    private static final double LIGHTEST = 8;

    /** Values of this probability or less are odd. */
    static final double ODD = 0.02;

    /**
     * Of odd values in a row this many more count in full than there are steps that share their evidence: what lasts longer
     * is an incident.
     */
    private static final int MORE_IN_FULL = 4;

    /** Of a longer run one in so many counts. */
    private static final int ONE_OF = 32;

    /** With so few values nothing is odd yet. */
    private static final int YOUNG = 256;

    /** Smallest probability told: further evidence says no more. */
    static final double SMALLEST_PROBABILITY = 1e-30;

    /** In place of a histogram's first two bytes: nothing has been counted. */
    private static final short EMPTY = -1;

    /** Set in them where a run of odd values goes on. */
    private static final short RUNNING = 1 << 12;

    /** Where the numbers of a fit are, each a {@link ShortFloat}. */
    private static final int TAIL_START = 0;

    private static final int TAIL_COUNT = 1;
    private static final int TAIL_MEAN = 2;
    private static final int BULK_WIDTH = 3;
    private static final int FIT = 4;

    private final CountedBins bins;
    /** {@code [histograms × FIT]}. */
    private final float[] fits;
    /** Per histogram the length of the current run of odd values. */
    private final byte[] runs;

    private int index;

    /** A histogram by itself. */
    TailHistogram() {
        this(1);
    }

    /**
     * So many histograms; {@link #at} tells which one is meant.
     *
     * @param histograms their number
     */
    TailHistogram(int histograms) {
        bins = new CountedBins(histograms);
        fits = new float[histograms * FIT];
        runs = new byte[histograms];
    }

    /** Turns to a histogram; returns this. */
    TailHistogram at(int histogram) {
        index = histogram;
        bins.at(histogram);
        return this;
    }

    private float fit(int which) {
        return fits[index * FIT + which];
    }

    /** Values counted, after forgetting. */
    public int count() {
        return bins.total();
    }

    /** The median of what had been counted at the last fit. */
    double median() {
        return fit(TAIL_START) - fit(BULK_WIDTH);
    }

    /** Forgets half of every count. */
    void halve() {
        bins.halve();
        fit();
    }

    /** Forgets everything. */
    public void clear() {
        bins.clear();
        Arrays.fill(fits, index * FIT, (index + 1) * FIT, 0);
        runs[index] = 0;
    }

    /** Counts a value, 0 or more. */
    public void add(double value) {
        add(value, 1);
    }

    /** Counts a value so many times. */
    public void add(double value, int times) {
        addTo(MagnitudeBins.of(value), times);
    }

    private void addTo(int bin, int times) {
        bins.add(bin, times);
        int refitEvery = refitEvery();
        if (times >= refitEvery || (bins.total() & refitEvery - 1) < times) {
            fit();
        }
    }

    /** A power of two. */
    private int refitEvery() {
        return Math.max(REFIT_EVERY, Integer.highestOneBit(bins.total()) / REFIT_SHARE);
    }

    /**
     * The value that a share of all values exceeds; 0 when nothing has been counted.
     *
     * @param share in (0, 1)
     */
    public double upper(double share) {
        return bins.upper(share);
    }

    /**
     * The probability that normal data is as large as a value.
     *
     * @param value 0 or more
     * @param unit smallest difference that can matter, in the value's unit; keeps a history without any variation from
     *     being surprised by rounding
     * @return {@value #SMALLEST_PROBABILITY} to 1
     */
    public double probability(double value, double unit) {
        return probability(MagnitudeBins.of(value), value, unit);
    }

    /**
     * Counts a value of a live step, but of a long run of odd ones only a few: what an incident brings should not soon
     * pass for normal, and a lasting change should in the end.
     *
     * @param bin of the value
     * @param odd whether its {@linkplain #probability probability} was below {@link #ODD}
     * @param sharing steps in a row whose values share their evidence
     */
    void learn(int bin, boolean odd, int sharing) {
        int run = runs[index];
        if (odd) {
            int inFull = sharing + MORE_IN_FULL;
            run++;
            boolean counts = run <= inFull || run == inFull + ONE_OF;
            runs[index] = (byte) (run >= inFull + ONE_OF ? inFull : run);
            if (!counts && bins.total() >= YOUNG) {
                return;
            }
        } else if (run > 0) {
            runs[index] = (byte) (run - 1);
        }
        addTo(bin, 1);
    }

    /** {@link #probability(double, double)} of a value whose bin is known. */
    double probability(int bin, double value, double unit) {
        int total = bins.total();
        if (total == 0) {
            return 1;
        }
        if (value > fit(TAIL_START)) {
            return probabilityInTail(value, unit, total);
        }
        return (bins.above(bin, value) + 1) / (total + 1);
    }

    private double probabilityInTail(double value, double unit, int total) {
        double tailStart = fit(TAIL_START);
        double count = fit(TAIL_COUNT);
        double prior = Math.max(Math.max(0.1 * fit(BULK_WIDTH), 0.05 * tailStart), unit);
        double mean = Math.max((count * fit(TAIL_MEAN) + PRIOR_WEIGHT * prior) / (count + PRIOR_WEIGHT), prior);
        double shape = Math.min(count + 3, LIGHTEST);
        double excess = (value - tailStart) / (mean * shape);
        return Math.max((count + 1) / (total + 1) * Math.pow(1 + excess, -shape), SMALLEST_PROBABILITY);
    }

    /**
     * Fits the tail to what has been counted. Done by counting, never by asking: what is asked must not change what is
     * answered later, or a state built again from its journal would differ.
     */
    void fit() {
        int at = index * FIT;
        float tailStart = ShortFloat.round((float) bins.upper(TAIL_SHARE));
        float tailCount = ShortFloat.round((float) Math.max(1, TAIL_SHARE * bins.total()));
        fits[at + TAIL_START] = tailStart;
        fits[at + TAIL_COUNT] = tailCount;
        fits[at + TAIL_MEAN] = ShortFloat.round((float) bins.meanExcess(tailStart, tailCount));
        fits[at + BULK_WIDTH] = ShortFloat.round(tailStart - (float) bins.upper(0.5));
    }

    public void write(ByteBuffer out) {
        if (bins.total() == 0) {
            out.putShort(EMPTY);
            return;
        }
        short extent = bins.extent();
        boolean running = runs[index] != 0;
        out.putShort((short) (running ? extent | RUNNING : extent));
        bins.writeRange(out);
        for (int i = index * FIT; i < (index + 1) * FIT; i++) {
            out.putShort(ShortFloat.encode(fits[i]));
        }
        if (running) {
            out.put(runs[index]);
        }
        bins.writeCounts(out, extent);
    }

    public void read(ByteBuffer in) {
        clear();
        readCleared(in);
    }

    /** Reads all histograms, as {@link #write} wrote each. */
    void readAll(ByteBuffer in) {
        bins.clearAll();
        Arrays.fill(fits, 0);
        Arrays.fill(runs, (byte) 0);
        for (int histogram = 0; histogram < runs.length; histogram++) {
            at(histogram).readCleared(in);
        }
    }

    private void readCleared(ByteBuffer in) {
        short extent = in.getShort();
        if (extent == EMPTY) {
            return;
        }
        bins.readRange(in);
        for (int i = index * FIT; i < (index + 1) * FIT; i++) {
            fits[i] = ShortFloat.decode(in.getShort());
        }
        runs[index] = (extent & RUNNING) == 0 ? 0 : in.get();
        bins.readCounts(in, extent);
    }
}
