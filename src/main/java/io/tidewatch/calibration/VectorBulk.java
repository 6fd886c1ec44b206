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
 * {@link Bulk} in the Vector API, one sketch per lane. It computes a p-value where the magnitude is in the range of
 * buckets and not in the tail. It learns such a magnitude where it is not odd, no run of odd values continues, and no
 * fit is due. It leaves all other sketches. The result is bit by bit that of {@link TailSketches#probability} and
 * {@link TailSketches#learn}.
 *
 * <p>The work is cut into kernels that are compiled one by one, and that use longs nearly everywhere. In one large
 * kernel, or with numbers of several widths, the compiler of JDK 17 sometimes leaves vectors as objects, which costs up
 * to 27 KB a step. For the same reason some code is repeated and not put into a method of its own.
 */
final class VectorBulk extends Bulk {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, LONGS.vectorShape());
    private static final int LANES = LONGS.length();

    /** As many lanes as {@link #LONGS}, 32 bits each. */
    private static final VectorSpecies<Integer> INTS =
            VectorSpecies.of(int.class, VectorShape.forBitSize(Math.max(64, LONGS.vectorBitSize() / 2)));

    /** The bits of positive doubles are in the order of their values, so they can be compared as longs. */
    private static final long ODD_BITS = Double.doubleToRawLongBits(CalibrationParameters.ODD);

    private static final long PER_FIRST_BITS = Double.doubleToRawLongBits(LogBuckets.PER_FIRST);
    private static final long PER_SECOND_BITS = Double.doubleToRawLongBits(LogBuckets.PER_SECOND);

    /** Mask of two bytes: one number of a long. */
    private static final int PART = 0xffff;

    /**
     * An integer or-ed with the bits of this double gives the bits of their sum: a fast conversion from long to double.
     */
    private static final double LARGE = 0x1p52;

    private static final long LARGE_BITS = Double.doubleToRawLongBits(LARGE);

    /** Sketches that are in whole vectors: the first so many. */
    private final int count;

    /** Where the last sums of words start; they follow the first ones. */
    private final int lastSums;

    /** Per sketch the magnitude, as the bits of a float. */
    private final long[] magnitudes;

    /** Per sketch 1 where the magnitude is in the second bucket of its octave, else 0. */
    private final long[] seconds;

    /** Per sketch the bucket of the magnitude. */
    private final long[] buckets;

    /** Per sketch the number of values counted. */
    private final long[] totals;

    /** Per sketch the place of the bucket in the range. */
    private final long[] places;

    /** Per sketch the index of the first word with its counts. */
    private final long[] firstWords;

    /** Per sketch the index of the word with the bucket's count. */
    private final int[] words;

    /** Per sketch the values counted in the same bucket. */
    private final long[] own;

    /** Per sketch the values counted in higher buckets. */
    private final long[] above;

    /** Per sketch 1 where the p-value is set, else 0. */
    private final long[] calibrated;

    /** Per sketch 1 where the step is learned, else 0. */
    private final long[] learned;

    /** Sketches that have not learned the step: the first {@link #leftCount} of the array. */
    private final int[] left;

    private int leftCount;

    VectorBulk(int sketches) {
        count = sketches / LANES * LANES;
        lastSums = sketches;
        magnitudes = new long[count];
        seconds = new long[count];
        buckets = new long[count];
        totals = new long[count];
        places = new long[count];
        firstWords = new long[count];
        Arrays.setAll(firstWords, LogHistograms::firstWord);
        words = new int[count];
        own = new long[count];
        above = new long[count];
        calibrated = new long[sketches];
        learned = new long[sketches];
        left = new int[sketches];
    }

    @Override
    void calibrate(float[] values, TailSketches tails, CalibratedStep into) {
        for (int i = 0; i < count; i++) {
            magnitudes[i] = Float.floatToRawIntBits(values[i]);
        }
        LogHistograms counted = tails.histograms();
        findBuckets(into.update().buckets());
        locate(counted.numbers(), tails.tailStarts());
        count(counted.words(), counted.sums());
        rank(into.values());
        choose(counted.numbers(), into.values(), into.update().odd());
        learn(counted.numbers(), counted.sums());
        put(counted.words());
    }

    /** Finds the bucket of each magnitude, as {@link LogBuckets#of} does. */
    private void findBuckets(int[] bucketsOf) {
        for (int i = 0; i < count; i += LANES) {
            LongVector value = LongVector.fromArray(LONGS, magnitudes, i);
            LongVector second = value.lanewise(VectorOperators.LSHR, 16)
                    .and(0x7f)
                    .add(128 - LogBuckets.SECOND)
                    .lanewise(VectorOperators.LSHR, 7);
            LongVector bucket = value.lanewise(VectorOperators.LSHR, 23)
                    .sub(Float.MAX_EXPONENT)
                    .lanewise(VectorOperators.LSHL, 1)
                    .add(second);
            second.intoArray(seconds, i);
            bucket.intoArray(buckets, i);
            ((IntVector) bucket.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(bucketsOf, i);
        }
    }

    /** Finds the place of each bucket in its range, and whether a p-value can be computed here. */
    private void locate(long[] numbers, int[] tailStarts) {
        for (int i = 0; i < count; i += LANES) {
            LongVector number = LongVector.fromArray(LONGS, numbers, i);
            LongVector total =
                    number.lanewise(VectorOperators.LSHR, LogHistograms.TOTAL).and(PART);
            LongVector below =
                    number.lanewise(VectorOperators.LSHR, LogHistograms.BELOW).and(PART);
            LongVector lowest = number.lanewise(VectorOperators.LSHL, 48).lanewise(VectorOperators.ASHR, 48);
            LongVector offset = LongVector.fromArray(LONGS, buckets, i).sub(lowest);
            LongVector at = offset.max(0).min(LogHistograms.BUCKETS - 1);
            LongVector value = LongVector.fromArray(LONGS, magnitudes, i);
            LongVector largest = ((LongVector)
                            IntVector.fromArray(INTS, tailStarts, i).convertShape(VectorOperators.I2L, LONGS, 0))
                    .min(LogBuckets.LARGEST_BITS);
            VectorMask<Long> inBulk = at.eq(offset)
                    .and(value.max(LogBuckets.SMALLEST_BITS).min(largest).eq(value))
                    .and(total.compare(VectorOperators.GE, CalibrationParameters.READY_COUNT))
                    .and(total.compare(VectorOperators.NE, below));
            LongVector.zero(LONGS).blend(1, inBulk).intoArray(calibrated, i);
            total.intoArray(totals, i);
            at.intoArray(places, i);
            LongVector word = at.lanewise(VectorOperators.LSHR, 2).add(LongVector.fromArray(LONGS, firstWords, i));
            ((IntVector) word.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(words, i);
        }
    }

    /** Adds up the values in the bucket and those above it, as {@link LogHistograms#above} does. */
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

    /** Computes the p-value of each magnitude from its rank. */
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

    /** Finds which magnitudes are odd, and which sketches can learn the step here. */
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
                    .blend(LongVector.fromArray(LONGS, calibrated, i), quiet)
                    .intoArray(learned, i);
        }
    }

    /** Counts the chosen magnitudes in the numbers and the sums; {@link #put} does so in the words. */
    private void learn(long[] numbers, long[] sums) {
        for (int i = 0; i < count; i += LANES) {
            LongVector once = LongVector.fromArray(LONGS, learned, i);
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
     * Counts the chosen magnitudes in the words, and lists the sketches that are left. Not in vectors: not every
     * processor, nor every compiler, can write a vector to many places at once.
     */
    private void put(long[] memory) {
        int others = 0;
        for (int i = 0; i < count; i++) {
            memory[words[i]] += learned[i] << ((places[i] & 3) << 4);
            left[others] = i;
            others += 1 - (int) learned[i];
        }
        for (int i = count; i < left.length; i++) {
            left[others++] = i;
        }
        leftCount = others;
    }

    @Override
    boolean calibrated(int sketch) {
        return calibrated[sketch] != 0;
    }

    @Override
    int left(int which) {
        return left[which];
    }

    @Override
    int leftCount(int sketches) {
        return leftCount;
    }
}
