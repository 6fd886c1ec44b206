package io.tidewatch.decision;

import io.tidewatch.window.ShortFloat;
import io.tidewatch.window.VarInt;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * How often one entity's evidence of one channel is as large as a given value: a bounded, slowly forgetting picture of
 * its distribution with a fitted tail.
 *
 * <p>Counts stand in bins of equal ratio (three per octave), so that the resolution is relative, as in DDSketch (Masson et
 * al., VLDB 2019); when {@value #MEMORY} values have been counted all counts are halved. Up to the 0.99 quantile the tail
 * probability is the rank. Above it, peaks over threshold with an exponential excess (Pickands 1975; Siffer et al., KDD
 * 2017) whose mean is shrunk towards a share of the bulk's width, integrated over its uncertainty: few excesses give a
 * heavy tail, many a light one.
 */
public final class TailHistogram {
    private static final int BINS = 48;
    private static final int BINS_PER_OCTAVE = 3;
    private static final double TAIL_SHARE = 0.01;
    private static final int MEMORY = 8192;

    /** Up to so many values the range of the bins is still being found. */
    private static final int FEW = 64;

    /** The fit is made anew after so many values; it moves slowly. */
    private static final int REFIT_EVERY = 16;

    /** Values that a prior excess weighs as much as. */
    private static final double PRIOR_WEIGHT = 2;

    /** Largest surprise told: further evidence says no more. */
    public static final double LARGEST_SURPRISE = 30;

    private static final long MANTISSA_BITS = 0xfffffffffffffL;
    private static final long ONE_BITS = Double.doubleToRawLongBits(1);

    private static final int LOWEST_EDGE = -1024 * BINS_PER_OCTAVE - BINS;

    /** Lower edge of each bin that a double can fall into, from {@link #LOWEST_EDGE} on: powers of 2^(1/3). */
    private static final double[] EDGES = new double[-2 * LOWEST_EDGE];

    static {
        for (int i = 0; i < EDGES.length; i++) {
            EDGES[i] = Math.pow(2, (LOWEST_EDGE + i) / (double) BINS_PER_OCTAVE);
        }
    }

    private static final double LN10 = Math.log(10);
    private static final double[] MANTISSA_EDGES = {Math.cbrt(2), Math.cbrt(4)};

    /** In place of a histogram's first two bytes: nothing has been counted. */
    private static final short EMPTY = -1;

    private final short[] counts = new short[BINS];
    private int lowest;
    private int below;
    private int total;

    private int sinceFit;
    private float tailStart;
    private float tailCount;
    private float tailMean;
    private float bulkWidth;

    /** Values counted, after forgetting. */
    public int count() {
        return total;
    }

    /** Forgets everything. */
    public void clear() {
        java.util.Arrays.fill(counts, (short) 0);
        below = 0;
        total = 0;
        sinceFit = 0;
    }

    /** Counts a value, 0 or more. */
    public void add(double value) {
        add(value, 1);
    }

    /** Counts a value so many times. */
    public void add(double value, int times) {
        int bin = bin(value);
        if (bin != Integer.MIN_VALUE && total == below) {
            lowest = bin - BINS / 2;
        }
        int at = bin == Integer.MIN_VALUE ? -1 : makeRoom(bin);
        if (at < 0) {
            below += times;
        } else {
            counts[at] += (short) times;
        }
        total += times;
        if (total >= MEMORY) {
            halve();
        }
        sinceFit += times;
        if (sinceFit >= REFIT_EVERY) {
            fit();
        }
    }

    /** Index of the bin, shifting the range when the value is outside it and the range can follow. */
    private int makeRoom(int bin) {
        if (bin < lowest) {
            // Down as far as there is room above: rare extremes are what the tail is made of. Only a first value far
            // above all that follow gives way.
            int spare = total < FEW ? 1 : 0;
            int possible = 0;
            int squeezed = 0;
            while (possible < Math.min(lowest - bin, BINS - 1) && squeezed + counts[BINS - 1 - possible] <= spare) {
                squeezed += counts[BINS - 1 - possible];
                possible++;
            }
            shift(-possible);
            counts[BINS - 1] += (short) squeezed;
            if (bin < lowest && squeezed == total - below) {
                lowest = bin - BINS / 2;
            }
        } else if (bin >= lowest + BINS) {
            // The bulk must stay in sight: at most a quarter of all values may fall below the range.
            int wanted = bin - (lowest + BINS - 1);
            int possible = 0;
            int dropped = below;
            while (possible < Math.min(wanted, BINS) && dropped + counts[possible] <= total / 4) {
                dropped += counts[possible];
                possible++;
            }
            shift(possible);
        }
        return Math.min(bin - lowest, BINS - 1);
    }

    private void shift(int by) {
        if (by > 0) {
            for (int i = 0; i < by; i++) {
                below += counts[i];
            }
            System.arraycopy(counts, by, counts, 0, BINS - by);
            java.util.Arrays.fill(counts, BINS - by, BINS, (short) 0);
        } else if (by < 0) {
            System.arraycopy(counts, 0, counts, -by, BINS + by);
            java.util.Arrays.fill(counts, 0, -by, (short) 0);
        }
        lowest += by;
    }

    private void halve() {
        below /= 2;
        total = below;
        for (int i = 0; i < BINS; i++) {
            counts[i] /= 2;
            total += counts[i];
        }
    }

    /** floor(3 · log2(value)) without a logarithm; the lowest integer for values too small to tell from 0. */
    private static int bin(double value) {
        if (value < 1e-300) {
            return Integer.MIN_VALUE;
        }
        int exponent = Math.getExponent(value);
        double mantissa = Double.longBitsToDouble(Double.doubleToRawLongBits(value) & MANTISSA_BITS | ONE_BITS);
        int third = mantissa < MANTISSA_EDGES[0] ? 0 : mantissa < MANTISSA_EDGES[1] ? 1 : 2;
        return exponent * BINS_PER_OCTAVE + third;
    }

    private double edge(int index) {
        return EDGES[lowest + index - LOWEST_EDGE];
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
            if (above + counts[i] >= wanted && counts[i] > 0) {
                double within = (wanted - above) / counts[i];
                return edge(i + 1) * Math.pow(edge(i) / edge(i + 1), within);
            }
            above += counts[i];
        }
        return 0;
    }

    /**
     * The surprise of a value: −log10 of the probability that normal data is as large.
     *
     * @param value 0 or more
     * @param unit smallest difference that can matter, in the value's unit; keeps a history without any variation from
     *     being surprised by rounding
     * @return 0 to {@value #LARGEST_SURPRISE}
     */
    public double surprise(double value, double unit) {
        if (total == 0) {
            return 0;
        }
        double natural;
        if (value > tailStart) {
            double prior = Math.max(Math.max(0.1 * bulkWidth, 0.05 * tailStart), unit);
            double c = tailCount;
            double mean = Math.max((c * tailMean + PRIOR_WEIGHT * prior) / (c + PRIOR_WEIGHT), prior);
            natural = -Math.log((c + 1) / (total + 1)) + (c + 3) * Math.log1p((value - tailStart) / (mean * (c + 3)));
        } else {
            natural = -Math.log((above(value) + 1) / (total + 1));
        }
        return Math.min(natural / LN10, LARGEST_SURPRISE);
    }

    private double above(double value) {
        int bin = bin(value);
        int at = bin == Integer.MIN_VALUE ? -1 : bin - lowest;
        if (at < 0) {
            return value > 0 ? total - below / 2.0 : total;
        }
        if (at >= BINS) {
            // The range has moved down since the last fit.
            return 0;
        }
        double above = 0;
        for (int i = BINS - 1; i > at; i--) {
            above += counts[i];
        }
        double width = edge(at + 1) - edge(at);
        return above + counts[at] * (edge(at + 1) - value) / width;
    }

    /**
     * Fits the tail to what has been counted. Done by counting, never by asking: what is asked must not change what is
     * answered later, or a state built again from its journal would differ.
     */
    void fit() {
        sinceFit = 0;
        tailStart = ShortFloat.round((float) upper(TAIL_SHARE));
        tailCount = ShortFloat.round((float) Math.max(1, TAIL_SHARE * total));
        bulkWidth = ShortFloat.round(tailStart - (float) upper(0.5));
        double sum = 0;
        double counted = 0;
        for (int i = BINS - 1; i >= 0 && counted < tailCount; i--) {
            double part = Math.min(counts[i], tailCount - counted);
            double middle = Math.sqrt(Math.max(edge(i), tailStart) * edge(i + 1));
            sum += part * Math.max(0, middle - tailStart);
            counted += part;
        }
        tailMean = counted == 0 ? 0 : ShortFloat.round((float) (sum / counted));
    }

    public void write(ByteBuffer out) {
        if (total == 0) {
            out.putShort(EMPTY);
            return;
        }
        int first = 0;
        while (first < BINS && counts[first] == 0) {
            first++;
        }
        int last = BINS;
        while (last > first && counts[last - 1] == 0) {
            last--;
        }
        out.putShort((short) (sinceFit << 12 | first << 6 | last - first));
        out.putShort((short) below);
        out.putShort((short) lowest);
        out.putShort(ShortFloat.encode(tailStart));
        out.putShort(ShortFloat.encode(tailMean));
        out.putShort(ShortFloat.encode(tailCount));
        out.putShort(ShortFloat.encode(bulkWidth));
        for (int i = first; i < last; i++) {
            VarInt.write(out, counts[i]);
        }
    }

    public void read(ByteBuffer in) {
        clear();
        short head = in.getShort();
        if (head == EMPTY) {
            return;
        }
        sinceFit = head >> 12 & 0xf;
        below = in.getShort();
        lowest = in.getShort();
        tailStart = ShortFloat.decode(in.getShort());
        tailMean = ShortFloat.decode(in.getShort());
        tailCount = ShortFloat.decode(in.getShort());
        bulkWidth = ShortFloat.decode(in.getShort());
        total = below;
        int first = head >> 6 & 0x3f;
        int end = first + (head & 0x3f);
        if (end > BINS) {
            throw new BufferUnderflowException();
        }
        for (int i = first; i < end; i++) {
            counts[i] = (short) VarInt.read(in);
            total += counts[i];
        }
    }
}
