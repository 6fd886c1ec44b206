package io.tidewatch.decision;

import io.tidewatch.scoring.Evidence;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Bulk} in the Vector API, a histogram a lane. It asks where the value is neither in the tail nor out of range, and
 * teaches where the value is besides not odd, no run goes on, and no fit is due; all else it leaves. What comes of it is bit by
 * bit what {@link TailHistograms#probability} and {@link TailHistograms#learn} would have made of it.
 */
final class VectorBulk extends Bulk {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, LONGS.vectorShape());
    private static final int LANES = LONGS.length();

    /** Of 32 bits a lane. */
    private static final VectorShape HALF = VectorShape.forBitSize(Math.max(64, LONGS.vectorBitSize() / 2));

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, HALF);

    /** Positive numbers are in the order of their bits. */
    private static final long ODD_BITS = Double.doubleToRawLongBits(TailHistograms.ODD);

    /** Two bytes: a count in its long, the sum of four. */
    private static final int PART = 0xffff;

    /** So many histograms are looked at, the first: whole vectors of them. */
    private final int count;

    /** The magnitudes, as the bits of floats. */
    private final int[] bits;

    /** Per histogram where its counts start in their memory. */
    private final int[] starts;

    /** Per histogram where the word of the value's bin is, and the sum of that word. */
    private final int[] words;

    private final int[] sums;
    /** What they are with the value, and the numbers before them. */
    private final long[] newCounts;

    private final long[] newSums;
    private final long[] newNumbers;
    /** 1 or 0. */
    private final int[] asked;

    private final int[] taught;

    VectorBulk(int histograms) {
        count = histograms / LANES * LANES;
        bits = new int[count];
        starts = new int[count];
        Arrays.setAll(starts, CountedBins::start);
        words = new int[count];
        sums = new int[count];
        newCounts = new long[count];
        newSums = new long[count];
        newNumbers = new long[count];
        asked = new int[histograms];
        taught = new int[histograms];
    }

    /**
     * With vectors of 512 bits it saves more than half of the time. With 256 bits the compiler of JDK 17 keeps some of them as
     * objects, tens of KB a step.
     */
    static boolean worthIt() {
        return LANES >= 8;
    }

    @Override
    void judge(Evidence evidence, TailHistograms tails, Judgement into, Lesson lesson) {
        for (int i = 0; i < count; i++) {
            bits[i] = Float.floatToRawIntBits(evidence.magnitude(i));
        }
        judge(bits, tails, into.probabilities(), lesson.bins(), lesson.odd());
    }

    /** @param magnitudes the bits of floats */
    void judge(int[] magnitudes, TailHistograms tails, double[] probabilities, int[] bins, int[] odd) {
        pass(magnitudes, tails.memory(), tails.tailStarts(), probabilities, bins, odd);
        put(tails.memory());
    }

    /** One method: the compiler keeps in registers what it sees made and used. */
    private void pass(
            int[] magnitudes, long[] memory, int[] tailStarts, double[] probabilities, int[] bins, int[] odds) {
        for (int i = 0; i < count; i += LANES) {
            // The bin of the magnitude, as MagnitudeBins tells it.
            IntVector value = IntVector.fromArray(INTS, magnitudes, i);
            IntVector second = value.lanewise(VectorOperators.LSHR, 16)
                    .and(0x7f)
                    .add(128 - MagnitudeBins.SECOND)
                    .lanewise(VectorOperators.LSHR, 7);
            IntVector bin = value.lanewise(VectorOperators.LSHR, 23)
                    .sub(Float.MAX_EXPONENT)
                    .lanewise(VectorOperators.LSHL, 1)
                    .add(second);

            // Where it is in the histogram's range, if it is.
            LongVector numbers = LongVector.fromArray(LONGS, memory, 0, starts, i);
            IntVector lower = (IntVector) numbers.convertShape(VectorOperators.L2I, INTS, 0);
            IntVector upper =
                    (IntVector) numbers.lanewise(VectorOperators.LSHR, 32).convertShape(VectorOperators.L2I, INTS, 0);
            IntVector total = upper.and(PART);
            IntVector below = lower.lanewise(VectorOperators.LSHR, 16);
            IntVector offset = bin.sub(lower.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            IntVector at = offset.max(0).min(CountedBins.BINS - 1);
            VectorMask<Integer> inBulk = at.eq(offset)
                    .and(value.max(MagnitudeBins.SMALLEST_BITS)
                            .min(MagnitudeBins.LARGEST_BITS)
                            .eq(value))
                    .and(total.compare(VectorOperators.GE, EvidenceCalibration.READY_COUNT))
                    .and(total.compare(VectorOperators.NE, below))
                    .and(value.compare(VectorOperators.LE, IntVector.fromArray(INTS, tailStarts, i)));

            // How many values are above it, as CountedBins counts them.
            IntVector start = IntVector.fromArray(INTS, starts, i);
            IntVector word = at.lanewise(VectorOperators.LSHR, 2);
            IntVector sum = word.lanewise(VectorOperators.LSHR, 2);
            start.add(CountedBins.FIRST_WORD).add(word).intoArray(words, i);
            start.add(CountedBins.FIRST_SUM).add(sum).intoArray(sums, i);
            LongVector counts = LongVector.fromArray(LONGS, memory, 0, words, i);
            LongVector ofWords = LongVector.fromArray(LONGS, memory, 0, sums, i);
            LongVector shift = (LongVector)
                    at.and(3).lanewise(VectorOperators.LSHL, 4).convertShape(VectorOperators.I2L, LONGS, 0);
            LongVector ofWordShift = (LongVector)
                    word.and(3).lanewise(VectorOperators.LSHL, 4).convertShape(VectorOperators.I2L, LONGS, 0);
            LongVector higher = LongVector.broadcast(LONGS, -1L << 16);
            LongVector above = counts.and(higher.lanewise(VectorOperators.LSHL, shift))
                    .add(ofWords.and(higher.lanewise(VectorOperators.LSHL, ofWordShift)))
                    .add(LongVector.fromArray(LONGS, memory, CountedBins.LAST_SUM, starts, i)
                            .and(((LongVector) sum.sub(1).convertShape(VectorOperators.I2L, LONGS, 0))));
            above = above.add(above.lanewise(VectorOperators.LSHR, 32));
            IntVector others = ((IntVector) above.add(above.lanewise(VectorOperators.LSHR, 16))
                            .convertShape(VectorOperators.L2I, INTS, 0))
                    .and(PART);
            IntVector own = ((IntVector)
                            counts.lanewise(VectorOperators.LSHR, shift).convertShape(VectorOperators.L2I, INTS, 0))
                    .and(PART);

            // The rank.
            IntVector left = second.mul(MagnitudeBins.OCTAVE - MagnitudeBins.FIRST)
                    .add(MagnitudeBins.FIRST)
                    .sub(value.and(MagnitudeBins.OCTAVE - 1));
            DoubleVector perWidth = DoubleVector.broadcast(DOUBLES, MagnitudeBins.PER_FIRST)
                    .blend(
                            MagnitudeBins.PER_SECOND,
                            ((DoubleVector) second.convertShape(VectorOperators.I2D, DOUBLES, 0))
                                    .compare(VectorOperators.GT, 0));
            DoubleVector probability = ((DoubleVector) own.convertShape(VectorOperators.I2D, DOUBLES, 0))
                    .mul(((DoubleVector) left.convertShape(VectorOperators.I2D, DOUBLES, 0)).mul(perWidth))
                    .add(((DoubleVector) others.convertShape(VectorOperators.I2D, DOUBLES, 0)))
                    .add(1)
                    .div(((DoubleVector) total.add(1).convertShape(VectorOperators.I2D, DOUBLES, 0)));

            // What is quiet is learned.
            IntVector next = total.add(1);
            IntVector octaves = next.lanewise(VectorOperators.LSHR, TailHistograms.REFIT_BITS);
            octaves = octaves.or(octaves.lanewise(VectorOperators.LSHR, 1));
            octaves = octaves.or(octaves.lanewise(VectorOperators.LSHR, 2));
            IntVector refit = octaves.mul(TailHistograms.REFIT_EVERY).or(TailHistograms.REFIT_EVERY - 1);
            VectorMask<Integer> quiet = inBulk.and(
                            upper.lanewise(VectorOperators.LSHR, 16).eq(0))
                    .and(next.and(refit).compare(VectorOperators.NE, 0));
            LongVector odd = LongVector.zero(LONGS)
                    .blend(1, probability.reinterpretAsLongs().compare(VectorOperators.LT, ODD_BITS));
            LongVector once = ((LongVector)
                            IntVector.zero(INTS).blend(1, quiet).convertShape(VectorOperators.I2L, LONGS, 0))
                    .and(odd.lanewise(VectorOperators.XOR, 1));
            counts.add(once.lanewise(VectorOperators.LSHL, shift)).intoArray(newCounts, i);
            ofWords.add(once.lanewise(VectorOperators.LSHL, ofWordShift)).intoArray(newSums, i);
            numbers.add(once.lanewise(VectorOperators.LSHL, CountedBins.TOTAL)).intoArray(newNumbers, i);
            ((IntVector) once.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(taught, i);

            bin.intoArray(bins, i);
            ((IntVector) odd.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(odds, i);
            probability.intoArray(probabilities, i);
            IntVector.zero(INTS).blend(1, inBulk).intoArray(asked, i);
        }
    }

    /** Writes what has been learned: not every processor, and not every compiler, writes a vector to many places at once. */
    private void put(long[] memory) {
        for (int i = 0; i < count; i++) {
            memory[words[i]] = newCounts[i];
            memory[sums[i]] = newSums[i];
            memory[starts[i]] = newNumbers[i];
        }
    }

    @Override
    boolean asked(int histogram) {
        return asked[histogram] != 0;
    }

    @Override
    boolean taught(int histogram) {
        return taught[histogram] != 0;
    }
}
