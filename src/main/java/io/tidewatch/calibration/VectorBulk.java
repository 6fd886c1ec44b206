package io.tidewatch.calibration;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Bulk} in the Vector API, a histogram a lane. It asks where the value is neither in the tail nor out of range,
 * and teaches where the value is besides not odd, no run goes on, and no fit is due; all else it leaves. What comes of
 * it is bit by bit what {@link TailSketches#probability} and {@link TailSketches#learn} would have made of it.
 *
 * <p>In several kernels, each compiled by itself, and nearly all in longs: all in one, and in numbers of several
 * widths, is more than the compiler of JDK 17 always looks through, and what it then leaves as objects costs up to 27
 * KB a step. For the same reason what could be a method of its own is not.
 */
final class VectorBulk extends Bulk {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, LONGS.vectorShape());
    private static final int LANES = LONGS.length();

    /** Of 32 bits a lane. */
    private static final VectorSpecies<Integer> INTS =
            VectorSpecies.of(int.class, VectorShape.forBitSize(Math.max(64, LONGS.vectorBitSize() / 2)));

    /** Positive numbers are in the order of their bits. */
    private static final long ODD_BITS = Double.doubleToRawLongBits(CalibrationParameters.ODD);

    private static final long PER_FIRST_BITS = Double.doubleToRawLongBits(LogBuckets.PER_FIRST);
    private static final long PER_SECOND_BITS = Double.doubleToRawLongBits(LogBuckets.PER_SECOND);

    /** Two bytes: a count in its long, the sum of four. */
    private static final int PART = 0xffff;

    /** Added to an integer's bits, they are those of a double that is so much larger. */
    private static final double LARGE = 0x1p52;

    private static final long LARGE_BITS = Double.doubleToRawLongBits(LARGE);

    /** So many histograms are looked at, the first: whole vectors of them. */
    private final int count;

    /** Where the last sums of words start, behind the first. */
    private final int lastSums;

    /** Per histogram the magnitude, as the bits of a float. */
    private final long[] magnitudes;

    /** 1 where it is in the second bin of its octave, else 0; and the bin. */
    private final long[] seconds;

    private final long[] bins;

    /** How many its histogram has counted. */
    private final long[] totals;

    /** Which of its counts is the bin's. */
    private final long[] places;

    /** Where the words with its counts start, and where the word with this count is. */
    private final long[] firstWords;

    private final int[] words;

    /** Values in the same bin, and above it. */
    private final long[] own;

    private final long[] above;

    /** 1 or 0. */
    private final long[] asked;

    private final long[] taught;

    /** What was not both asked and taught, the first so many. */
    private final int[] left;

    private int leftCount;

    VectorBulk(int histograms) {
        count = histograms / LANES * LANES;
        lastSums = histograms;
        magnitudes = new long[count];
        seconds = new long[count];
        bins = new long[count];
        totals = new long[count];
        places = new long[count];
        firstWords = new long[count];
        Arrays.setAll(firstWords, LogHistograms::firstWord);
        words = new int[count];
        own = new long[count];
        above = new long[count];
        asked = new long[histograms];
        taught = new long[histograms];
        left = new int[histograms];
    }

    @Override
    void calibrate(float[] values, TailSketches tails, CalibratedStep into) {
        for (int i = 0; i < count; i++) {
            magnitudes[i] = Float.floatToRawIntBits(values[i]);
        }
        LogHistograms counted = tails.bins();
        bin(into.update().bins());
        locate(counted.numbers(), tails.tailStarts());
        count(counted.words(), counted.sums());
        rank(into.values());
        choose(counted.numbers(), into.values(), into.update().odd());
        teach(counted.numbers(), counted.sums());
        put(counted.words());
    }

    /** Finds the bin of each magnitude, as {@link LogBuckets} tells it. */
    private void bin(int[] binsOf) {
        for (int i = 0; i < count; i += LANES) {
            LongVector value = LongVector.fromArray(LONGS, magnitudes, i);
            LongVector second = value.lanewise(VectorOperators.LSHR, 16)
                    .and(0x7f)
                    .add(128 - LogBuckets.SECOND)
                    .lanewise(VectorOperators.LSHR, 7);
            LongVector bin = value.lanewise(VectorOperators.LSHR, 23)
                    .sub(Float.MAX_EXPONENT)
                    .lanewise(VectorOperators.LSHL, 1)
                    .add(second);
            second.intoArray(seconds, i);
            bin.intoArray(bins, i);
            ((IntVector) bin.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(binsOf, i);
        }
    }

    /** Finds where the histogram counts it, and whether that is in its bulk. */
    private void locate(long[] numbers, int[] tailStarts) {
        for (int i = 0; i < count; i += LANES) {
            LongVector number = LongVector.fromArray(LONGS, numbers, i);
            LongVector total =
                    number.lanewise(VectorOperators.LSHR, LogHistograms.TOTAL).and(PART);
            LongVector below =
                    number.lanewise(VectorOperators.LSHR, LogHistograms.BELOW).and(PART);
            LongVector lowest = number.lanewise(VectorOperators.LSHL, 48).lanewise(VectorOperators.ASHR, 48);
            LongVector offset = LongVector.fromArray(LONGS, bins, i).sub(lowest);
            LongVector at = offset.max(0).min(LogHistograms.BINS - 1);
            LongVector value = LongVector.fromArray(LONGS, magnitudes, i);
            LongVector largest = ((LongVector)
                            IntVector.fromArray(INTS, tailStarts, i).convertShape(VectorOperators.I2L, LONGS, 0))
                    .min(LogBuckets.LARGEST_BITS);
            VectorMask<Long> inBulk = at.eq(offset)
                    .and(value.max(LogBuckets.SMALLEST_BITS).min(largest).eq(value))
                    .and(total.compare(VectorOperators.GE, CalibrationParameters.READY_COUNT))
                    .and(total.compare(VectorOperators.NE, below));
            LongVector.zero(LONGS).blend(1, inBulk).intoArray(asked, i);
            total.intoArray(totals, i);
            at.intoArray(places, i);
            LongVector word = at.lanewise(VectorOperators.LSHR, 2).add(LongVector.fromArray(LONGS, firstWords, i));
            ((IntVector) word.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(words, i);
        }
    }

    /** Counts the values in the bin and above it, as {@link LogHistograms} does. */
    private void count(long[] memory, long[] sums) {
        LongVector higher = LongVector.broadcast(LONGS, -1L << 16);
        for (int i = 0; i < count; i += LANES) {
            LongVector at = LongVector.fromArray(LONGS, places, i);
            LongVector shift = at.and(3).lanewise(VectorOperators.LSHL, 4);
            LongVector counts = LongVector.fromArray(LONGS, memory, 0, words, i);
            counts.lanewise(VectorOperators.LSHR, shift).and(PART).intoArray(own, i);
            LongVector sumShift = at.and(12).lanewise(VectorOperators.LSHL, 2);
            VectorMask<Long> last = at.compare(VectorOperators.GE, 16);
            LongVector lastSum = LongVector.fromArray(LONGS, sums, lastSums + i);
            LongVector sum = LongVector.fromArray(LONGS, sums, i).blend(lastSum, last);
            LongVector more = counts.and(higher.lanewise(VectorOperators.LSHL, shift))
                    .add(sum.and(higher.lanewise(VectorOperators.LSHL, sumShift)))
                    .add(lastSum.blend(0, last));
            more = more.add(more.lanewise(VectorOperators.LSHR, 32));
            more.add(more.lanewise(VectorOperators.LSHR, 16)).and(PART).intoArray(above, i);
        }
    }

    /** Ranks each magnitude among all of its histogram. */
    private void rank(double[] probabilities) {
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Long> second = LongVector.fromArray(LONGS, seconds, i).compare(VectorOperators.NE, 0);
            LongVector mantissa = LongVector.fromArray(LONGS, magnitudes, i).and(LogBuckets.OCTAVE - 1);
            LongVector left = LongVector.broadcast(LONGS, LogBuckets.FIRST)
                    .blend(LogBuckets.OCTAVE, second)
                    .sub(mantissa);
            DoubleVector share = LongVector.broadcast(LONGS, PER_FIRST_BITS)
                    .blend(PER_SECOND_BITS, second)
                    .reinterpretAsDoubles()
                    .mul(left.or(LARGE_BITS).reinterpretAsDoubles().sub(LARGE));
            LongVector.fromArray(LONGS, own, i)
                    .or(LARGE_BITS)
                    .reinterpretAsDoubles()
                    .sub(LARGE)
                    .mul(share)
                    .add(LongVector.fromArray(LONGS, above, i)
                            .or(LARGE_BITS)
                            .reinterpretAsDoubles()
                            .sub(LARGE))
                    .add(1)
                    .div(LongVector.fromArray(LONGS, totals, i)
                            .or(LARGE_BITS)
                            .reinterpretAsDoubles()
                            .sub(LARGE - 1))
                    .intoArray(probabilities, i);
        }
    }

    /** Finds what is odd, and what can be learned at once. */
    private void choose(long[] numbers, double[] probabilities, int[] odds) {
        for (int i = 0; i < count; i += LANES) {
            LongVector odd = LongVector.zero(LONGS)
                    .blend(
                            1,
                            DoubleVector.fromArray(DOUBLES, probabilities, i)
                                    .reinterpretAsLongs()
                                    .compare(VectorOperators.LT, ODD_BITS));
            ((IntVector) odd.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(odds, i);
            LongVector next = LongVector.fromArray(LONGS, totals, i).add(1);
            LongVector octaves = next.lanewise(VectorOperators.LSHR, TailSketches.REFIT_BITS);
            octaves = octaves.or(octaves.lanewise(VectorOperators.LSHR, 1));
            octaves = octaves.or(octaves.lanewise(VectorOperators.LSHR, 2));
            LongVector refit = octaves.mul(CalibrationParameters.REFIT_EVERY).or(CalibrationParameters.REFIT_EVERY - 1);
            VectorMask<Long> quiet = LongVector.fromArray(LONGS, numbers, i)
                    .lanewise(VectorOperators.LSHR, LogHistograms.MARK)
                    .or(odd)
                    .eq(0)
                    .and(next.and(refit).compare(VectorOperators.NE, 0));
            LongVector.zero(LONGS)
                    .blend(LongVector.fromArray(LONGS, asked, i), quiet)
                    .intoArray(taught, i);
        }
    }

    /** Counts what has been chosen, all but the words. */
    private void teach(long[] numbers, long[] sums) {
        for (int i = 0; i < count; i += LANES) {
            LongVector once = LongVector.fromArray(LONGS, taught, i);
            LongVector.fromArray(LONGS, numbers, i)
                    .add(once.lanewise(VectorOperators.LSHL, LogHistograms.TOTAL))
                    .intoArray(numbers, i);
            LongVector at = LongVector.fromArray(LONGS, places, i);
            LongVector more = once.lanewise(VectorOperators.LSHL, at.and(12).lanewise(VectorOperators.LSHL, 2));
            VectorMask<Long> last = at.compare(VectorOperators.GE, 16);
            LongVector.fromArray(LONGS, sums, i).add(more.blend(0, last)).intoArray(sums, i);
            LongVector.fromArray(LONGS, sums, lastSums + i)
                    .add(LongVector.zero(LONGS).blend(more, last))
                    .intoArray(sums, lastSums + i);
        }
    }

    /**
     * Counts in the words: not every processor, and not every compiler, writes a vector to many places at once. Notes
     * what is left.
     */
    private void put(long[] memory) {
        int others = 0;
        for (int i = 0; i < count; i++) {
            memory[words[i]] += taught[i] << ((places[i] & 3) << 4);
            left[others] = i;
            others += 1 - (int) taught[i];
        }
        for (int i = count; i < left.length; i++) {
            left[others++] = i;
        }
        leftCount = others;
    }

    @Override
    boolean asked(int histogram) {
        return asked[histogram] != 0;
    }

    @Override
    int left(int which) {
        return left[which];
    }

    @Override
    int leftCount(int histograms) {
        return leftCount;
    }
}
