package io.tidewatch.decision;

import io.tidewatch.window.ShortFloat;
import io.tidewatch.window.VarInt;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How often one entity's evidence of one channel is as large as a given value: a bounded, slowly forgetting picture of
 * its distribution with a fitted tail. One object holds as many as an entity needs, and answers for one at a time.
 *
 * <p>Counts stand in bins of about equal ratio (two per octave), so that the resolution is relative, as in DDSketch (Masson et
 * al., VLDB 2019); when {@value #MEMORY} values have been counted all counts are halved. Up to the 0.99 quantile the tail
 * probability is the rank. Above it, peaks over threshold with an exponential excess (Pickands 1975; Siffer et al., KDD
 * 2017) whose mean is shrunk towards a share of the bulk's width, integrated over its uncertainty: few excesses give a
 * heavy tail, many a light one.
 */
public final class TailHistogram {
    private static final int BINS = 26;
    private static final int HALF = BINS / 2;
    private static final double TAIL_SHARE = 0.01;
    private static final int MEMORY = 16_384;

    /** Up to so many values the range of the bins is still being found. */
    private static final int FEW = 64;

    /** The fit is made anew after so many values, and after this share of all counted; it moves slowly. */
    private static final int REFIT_EVERY = 16;

    private static final int REFIT_SHARE = 64;

    /** One value in so many above the range is no longer rare: half of what makes the tail. */
    private static final int NOT_RARE = 200;

    /** Values that a prior excess weighs as much as. */
    private static final double PRIOR_WEIGHT = 2;

    /**
     * Largest exponent of the tail: however many excesses were counted, the tail is no lighter than this power law. What
     * recurs once a month is not worth thirty zeros.
     */
    private static final double LIGHTEST = 8;

    /** Values of this probability or less are odd. */
    static final double ODD = 0.02;

    /** So many odd values in a row count in full; the longest block of steps that share their evidence is as long. */
    private static final int FULL_RUN = 32;

    /** Of a longer run one in so many counts. */
    private static final int ONE_OF = 32;

    /** With so few values nothing is odd yet. */
    private static final int YOUNG = 256;

    /** Smallest probability told: further evidence says no more. */
    static final double SMALLEST_PROBABILITY = 1e-30;

    /** In place of a histogram's first two bytes: nothing has been counted. */
    private static final short EMPTY = -1;

    /** Shorts of one histogram: its numbers in the order of {@link #at}, then its bins. */
    private static final int NUMBERS = 8;

    /** The numbers from here on are written otherwise: the sum of the bins not at all, the run as one byte. */
    private static final int WRITTEN = 6;

    /** Where the length of the current run of odd values is. */
    private static final int RUN = 7;

    private static final int STRIDE = NUMBERS + BINS;

    /** All histograms one after the other: a step looks at each of them, and memory is read fastest in its order. */
    private final short[] memory;

    private int start;
    private int counts = NUMBERS;
    private int lowest;
    private int below;
    private int total;

    private float tailStart;
    private float tailCount;
    private float tailMean;
    private float bulkWidth;

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
        memory = new short[histograms * STRIDE];
    }

    /** Turns to a histogram; returns this. */
    TailHistogram at(int index) {
        start = index * STRIDE;
        counts = start + NUMBERS;
        lowest = memory[start];
        below = memory[start + 1];
        tailStart = ShortFloat.decode(memory[start + 2]);
        tailCount = ShortFloat.decode(memory[start + 3]);
        tailMean = ShortFloat.decode(memory[start + 4]);
        bulkWidth = ShortFloat.decode(memory[start + 5]);
        total = memory[start + 6];
        return this;
    }

    private void saveCounts() {
        memory[start] = (short) lowest;
        memory[start + 1] = (short) below;
        memory[start + 6] = (short) total;
    }

    private void saveFit() {
        memory[start + 2] = ShortFloat.encode(tailStart);
        memory[start + 3] = ShortFloat.encode(tailCount);
        memory[start + 4] = ShortFloat.encode(tailMean);
        memory[start + 5] = ShortFloat.encode(bulkWidth);
    }

    /** Values counted, after forgetting. */
    public int count() {
        return total;
    }

    /** The median of what had been counted at the last fit. */
    double median() {
        return tailStart - bulkWidth;
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(memory, start, start + STRIDE, (short) 0);
        at(start / STRIDE);
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
        if (bin != MagnitudeBins.NONE && total == below) {
            lowest = bin - BINS / 2;
        }
        int at = bin == MagnitudeBins.NONE ? -1 : makeRoom(bin);
        if (at < 0) {
            below += times;
        } else {
            memory[counts + at] += (short) times;
        }
        total += times;
        if (total >= MEMORY) {
            halve();
        }
        if (times >= refitEvery() || (total & refitEvery() - 1) < times) {
            fit();
        }
        saveCounts();
    }

    /** A power of two. */
    private int refitEvery() {
        return Math.max(REFIT_EVERY, Integer.highestOneBit(total) / REFIT_SHARE);
    }

    /** Index of the bin, shifting the range when the value is outside it and the range can follow. */
    private int makeRoom(int bin) {
        if (bin < lowest) {
            // Down as far as there is room above: rare extremes are what the tail is made of. Only a first value far
            // above all that follow gives way.
            int spare = total < FEW ? 1 : 0;
            int possible = 0;
            int squeezed = 0;
            while (possible < Math.min(lowest - bin, BINS - 1)
                    && squeezed + memory[counts + BINS - 1 - possible] <= spare) {
                squeezed += memory[counts + BINS - 1 - possible];
                possible++;
            }
            shift(-possible);
            memory[counts + BINS - 1] += (short) squeezed;
            if (bin < lowest && squeezed == total - below) {
                lowest = bin - BINS / 2;
            }
        } else if (bin >= lowest + BINS) {
            // A rare extreme must not drive the bulk out of sight: at most a quarter of all values may fall below the
            // range. What is not rare must be in sight itself, else it would be surprising each time.
            int mayDrop = memory[counts + BINS - 1] > Math.max(FEW / 8, total / NOT_RARE) ? total : total / 4;
            int wanted = bin - (lowest + BINS - 1);
            int possible = 0;
            int dropped = below;
            while (possible < Math.min(wanted, BINS) && dropped + memory[counts + possible] <= mayDrop) {
                dropped += memory[counts + possible];
                possible++;
            }
            shift(possible);
        }
        return Math.min(bin - lowest, BINS - 1);
    }

    private void shift(int by) {
        if (by > 0) {
            for (int i = 0; i < by; i++) {
                below += memory[counts + i];
            }
            System.arraycopy(memory, counts + by, memory, counts, BINS - by);
            Arrays.fill(memory, counts + BINS - by, counts + BINS, (short) 0);
        } else if (by < 0) {
            System.arraycopy(memory, counts, memory, counts - by, BINS + by);
            Arrays.fill(memory, counts, counts - by, (short) 0);
        }
        lowest += by;
    }

    private void halve() {
        below /= 2;
        total = below;
        for (int i = 0; i < BINS; i++) {
            memory[counts + i] /= 2;
            total += memory[counts + i];
        }
    }

    private double edge(int index) {
        return MagnitudeBins.edge(lowest + index);
    }

    /**
     * The value that a share of all values exceeds; 0 when nothing has been counted.
     *
     * @param share in (0, 1)
     */
    public double upper(double share) {
        double wanted = share * total;
        double above = 0;
        for (int i = BINS - 1; i >= 0; i--) {
            if (above + memory[counts + i] >= wanted && memory[counts + i] > 0) {
                double within = (wanted - above) / memory[counts + i];
                return edge(i + 1) * Math.pow(edge(i) / edge(i + 1), within);
            }
            above += memory[counts + i];
        }
        return 0;
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
     */
    void learn(int bin, boolean odd) {
        int run = memory[start + RUN];
        if (odd) {
            run++;
            boolean counts = run <= FULL_RUN || run == FULL_RUN + ONE_OF;
            memory[start + RUN] = (short) (run == FULL_RUN + ONE_OF ? FULL_RUN : run);
            if (!counts && total >= YOUNG) {
                return;
            }
        } else if (run > 0) {
            memory[start + RUN] = (short) (run - 1);
        }
        addTo(bin, 1);
    }

    /** {@link #probability(double, double)} of a value whose bin is known. */
    double probability(int bin, double value, double unit) {
        if (total == 0) {
            return 1;
        }
        if (value > tailStart) {
            double prior = Math.max(Math.max(0.1 * bulkWidth, 0.05 * tailStart), unit);
            double c = tailCount;
            double mean = Math.max((c * tailMean + PRIOR_WEIGHT * prior) / (c + PRIOR_WEIGHT), prior);
            double shape = Math.min(c + 3, LIGHTEST);
            double excess = (value - tailStart) / (mean * shape);
            return Math.max((c + 1) / (total + 1) * Math.pow(1 + excess, -shape), SMALLEST_PROBABILITY);
        }
        return (above(bin, value) + 1) / (total + 1);
    }

    private double above(int bin, double value) {
        int at = bin == MagnitudeBins.NONE ? -1 : bin - lowest;
        if (at < 0) {
            return value > 0 ? total - below / 2.0 : total;
        }
        if (at >= BINS) {
            // The range has moved down since the last fit.
            return 0;
        }
        return countAbove(at) + memory[counts + at] * MagnitudeBins.shareAbove(bin, value);
    }

    /**
     * Values in bins above this one, summed up from whichever end is nearer. Every half is gone through whole and what does
     * not count masked: where a value falls cannot be foretold, and a mispredicted branch costs more than the sum.
     */
    private int countAbove(int at) {
        int isUpper = HALF - 1 - at >> 31;
        int half = counts + (HALF & isUpper);
        int within = at - (HALF & isUpper);
        int sum = 0;
        for (int i = 0; i < HALF; i++) {
            // In the upper half those above it, in the lower half it and those below.
            sum += memory[half + i] & ((within - i ^ ~isUpper) >> 31);
        }
        return isUpper != 0 ? sum : total - below - sum;
    }

    /**
     * Fits the tail to what has been counted. Done by counting, never by asking: what is asked must not change what is
     * answered later, or a state built again from its journal would differ.
     */
    void fit() {
        tailStart = ShortFloat.round((float) upper(TAIL_SHARE));
        tailCount = ShortFloat.round((float) Math.max(1, TAIL_SHARE * total));
        bulkWidth = ShortFloat.round(tailStart - (float) upper(0.5));
        double sum = 0;
        double counted = 0;
        for (int i = BINS - 1; i >= 0 && counted < tailCount; i--) {
            double part = Math.min(memory[counts + i], tailCount - counted);
            double middle = Math.sqrt(Math.max(edge(i), tailStart) * edge(i + 1));
            sum += part * Math.max(0, middle - tailStart);
            counted += part;
        }
        tailMean = counted == 0 ? 0 : ShortFloat.round((float) (sum / counted));
        saveFit();
    }

    public void write(ByteBuffer out) {
        if (total == 0) {
            out.putShort(EMPTY);
            return;
        }
        int first = 0;
        while (first < BINS && memory[counts + first] == 0) {
            first++;
        }
        int last = BINS;
        while (last > first && memory[counts + last - 1] == 0) {
            last--;
        }
        out.putShort((short) (first << 6 | last - first));
        for (int i = start; i < start + WRITTEN; i++) {
            out.putShort(memory[i]);
        }
        out.put((byte) memory[start + RUN]);
        for (int i = first; i < last; i++) {
            VarInt.writeUnsigned(out, memory[counts + i]);
        }
    }

    public void read(ByteBuffer in) {
        clear();
        short head = in.getShort();
        if (head == EMPTY) {
            return;
        }
        for (int i = start; i < start + WRITTEN; i++) {
            memory[i] = in.getShort();
        }
        memory[start + RUN] = in.get();
        int sum = memory[start + 1];
        int first = head >> 6 & 0x3f;
        int end = first + (head & 0x3f);
        if (end > BINS) {
            throw new BufferUnderflowException();
        }
        for (int i = first; i < end; i++) {
            memory[counts + i] = (short) VarInt.readUnsigned(in);
            sum += memory[counts + i];
        }
        memory[start + WRITTEN] = (short) sum;
        at(start / STRIDE);
    }
}
