package io.tidewatch.calibration;

import io.tidewatch.codec.VarInt;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Histograms over {@link LogBuckets}, each over a range of buckets that moves with the values. When a histogram has
 * counted {@value CalibrationParameters#MEMORY_COUNT} values, it halves all counts. One object holds all histograms of
 * an entity; methods take the index of one.
 *
 * <p>A long holds four numbers of two bytes, which are added at once. None overflows into the next, since even the sum
 * of all counts fits two bytes.
 */
final class LogHistograms {
    /** Buckets in range. */
    static final int BUCKETS = 26;

    /** Longs that the counts take; half of the last one is never used. */
    private static final int WORDS = 7;

    /** Longs that the sums of the words take: with them a sum over all buckets adds three longs, not seven. */
    private static final int SUMS = 2;

    /** Bit positions in a long of numbers: the lowest bucket, the values below it, all values, the owner's mark. */
    private static final int LOWEST = 0;

    static final int BELOW = 16;
    static final int TOTAL = 32;
    static final int MARK = 48;

    private static final long PART = 0xffff;
    private static final long EACH_PART = 0x0001_0001_0001_0001L;

    private final int howMany;

    /** The numbers of all histograms, side by side, so that {@link VectorBulk} can read several at once. */
    private final long[] numbers;

    /** {@code [SUMS × how many]}: the sums of the words, also side by side. */
    private final long[] sums;

    /** {@code [how many × WORDS]}: the counts. */
    private final long[] words;

    LogHistograms(int howMany) {
        this.howMany = howMany;
        this.numbers = new long[howMany];
        this.sums = new long[SUMS * howMany];
        this.words = new long[howMany * WORDS];
    }

    long[] numbers() {
        return numbers;
    }

    /** The first sum of each histogram's words, then the last sum of each. */
    long[] sums() {
        return sums;
    }

    /** The words of each histogram, which start at {@link #firstWord}. */
    long[] words() {
        return words;
    }

    /** Where the words of a histogram start. */
    static int firstWord(int index) {
        return index * WORDS;
    }

    private static int number(long number, int shift) {
        return (short) (number >> shift);
    }

    private int number(int index, int shift) {
        return number(numbers[index], shift);
    }

    private void setNumber(int index, int shift, int value) {
        numbers[index] = numbers[index] & ~(PART << shift) | (value & PART) << shift;
    }

    private int count(int index, int at) {
        return (int) (words[word(index, at)] >> shift(at) & PART);
    }

    private void setCount(int index, int at, int value) {
        countMore(index, at, value - count(index, at));
    }

    private void countMore(int index, int at, long times) {
        words[word(index, at)] += times << shift(at);
        int word = at >> 2;
        sums[sum(index, word)] += times << shift(word);
    }

    private static int word(int index, int at) {
        return firstWord(index) + (at >> 2);
    }

    private int sum(int index, int word) {
        return (word >> 2) * howMany + index;
    }

    private static int shift(int at) {
        return (at & 3) << 4;
    }

    /** Values counted, after forgetting. */
    int total(int index) {
        return number(index, TOTAL);
    }

    /** A small number that the owner keeps beside the counts. */
    int mark(int index) {
        return number(index, MARK);
    }

    void mark(int index, int value) {
        setNumber(index, MARK, value);
    }

    void clear(int index) {
        numbers[index] = 0;
        for (int sum = index; sum < sums.length; sum += howMany) {
            sums[sum] = 0;
        }
        Arrays.fill(words, firstWord(index), firstWord(index + 1), 0);
    }

    void clearAll() {
        Arrays.fill(numbers, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(words, 0);
    }

    /** Counts a value so many times; returns how many are counted then. */
    int add(int index, int bucket, int times) {
        long number = numbers[index];
        int at = bucket - number(number, LOWEST);
        boolean inRange = at >= 0 && at < BUCKETS && number(number, TOTAL) != number(number, BELOW);
        if (inRange) {
            countMore(index, at, times);
        } else {
            addOutside(index, bucket, times);
        }
        numbers[index] += (long) times << TOTAL;
        int total = total(index);
        if (total < CalibrationParameters.MEMORY_COUNT) {
            return total;
        }
        halve(index);
        return total(index);
    }

    private void addOutside(int index, int bucket, int times) {
        int at = bucket == LogBuckets.NONE ? -1 : place(index, bucket);
        if (at < 0) {
            numbers[index] += (long) times << BELOW;
        } else {
            countMore(index, at, times);
        }
    }

    private int place(int index, int bucket) {
        if (total(index) == number(index, BELOW)) {
            setNumber(index, LOWEST, bucket - BUCKETS / 2);
        }
        int at = bucket - number(index, LOWEST);
        return at >= 0 && at < BUCKETS ? at : shiftRange(index, bucket);
    }

    /**
     * Shifts the range towards a bucket as far as it may; returns the bucket's place in it, negative when it is still
     * below.
     */
    private int shiftRange(int index, int bucket) {
        int lowest = number(index, LOWEST);
        int total = total(index);
        int below = number(index, BELOW);
        if (bucket < lowest) {
            // Down only as far as the highest buckets are empty: rare extremes make the tail, so they are kept. Only a
            // first value far above all later ones is merged into the highest bucket.
            int spare = total < CalibrationParameters.FEW_COUNT ? 1 : 0;
            int possible = 0;
            int squeezed = 0;
            while (possible < Math.min(lowest - bucket, BUCKETS - 1)
                    && squeezed + count(index, BUCKETS - 1 - possible) <= spare) {
                squeezed += count(index, BUCKETS - 1 - possible);
                possible++;
            }
            move(index, -possible);
            setCount(index, BUCKETS - 1, count(index, BUCKETS - 1) + squeezed);
            if (bucket < number(index, LOWEST) && squeezed == total - below) {
                setNumber(index, LOWEST, bucket - BUCKETS / 2);
            }
        } else {
            // A rare extreme must not push the bulk out of the range: at most a quarter of all values may fall below
            // it.
            // Values that are not rare must be in the range, or they would get a small p-value each time.
            int mayDrop = count(index, BUCKETS - 1)
                            > Math.max(
                                    CalibrationParameters.FEW_COUNT / 8, total / CalibrationParameters.NOT_RARE_ONE_OF)
                    ? total
                    : total / CalibrationParameters.MAY_DROP_ONE_OF;
            int wanted = bucket - (lowest + BUCKETS - 1);
            int possible = 0;
            int dropped = below;
            while (possible < Math.min(wanted, BUCKETS)
                    && (count(index, possible) == 0 || dropped + count(index, possible) <= mayDrop)) {
                dropped += count(index, possible);
                possible++;
            }
            setNumber(index, BELOW, dropped);
            move(index, possible);
        }
        return Math.min(bucket - number(index, LOWEST), BUCKETS - 1);
    }

    /** Moves the range; counts outside the new range are lost. */
    private void move(int index, int by) {
        if (by > 0) {
            for (int i = 0; i < BUCKETS; i++) {
                setCount(index, i, i + by < BUCKETS ? count(index, i + by) : 0);
            }
        } else if (by < 0) {
            for (int i = BUCKETS - 1; i >= 0; i--) {
                setCount(index, i, i + by >= 0 ? count(index, i + by) : 0);
            }
        }
        setNumber(index, LOWEST, number(index, LOWEST) + by);
    }

    /** Forgets half of every count. */
    void halve(int index) {
        setNumber(index, BELOW, number(index, BELOW) / 2);
        int total = number(index, BELOW);
        for (int i = 0; i < BUCKETS; i++) {
            setCount(index, i, count(index, i) / 2);
            total += count(index, i);
        }
        setNumber(index, TOTAL, total);
    }

    double above(int index, int bucket, double value) {
        long number = numbers[index];
        int at = bucket - number(number, LOWEST);
        if (at >= 0 && at < BUCKETS) {
            return aboveInRange(index, at, LogBuckets.shareAbove(bucket, value));
        }
        int total = number(number, TOTAL);
        if (bucket == LogBuckets.NONE || at < 0) {
            return value > 0 ? total - number(number, BELOW) / 2.0 : total;
        }
        return 0;
    }

    /**
     * Values in higher buckets, and a share of this one. They are added from three places: the same word, the sums in
     * the same long as its own sum, the other sums. Masks select them: a branch would often be mispredicted, which
     * costs more than the sum.
     */
    private double aboveInRange(int index, int at, double shareOfBucket) {
        int word = at >> 2;
        long counts = words[word(index, at)];
        long ofWord = counts & above(at);
        long ofSums = sums[sum(index, word)] & above(word);
        long ofLaterSums = sums[howMany + index] & (word >> 2) - 1;
        int ofBucket = (int) (counts >> shift(at) & PART);
        return (int) ((ofWord + ofSums + ofLaterSums) * EACH_PART >>> 48) + ofBucket * shareOfBucket;
    }

    /** A mask of all parts of a long above a part. */
    private static long above(int part) {
        return -1L << shift(part) << 16;
    }

    /** How many counted values are in a bucket of the range, that is not near 0. */
    int aboveZero(int index) {
        return total(index) - number(index, BELOW);
    }

    /** The value that a share of all values exceeds; 0 when nothing has been counted. */
    double upper(int index, double share) {
        double wanted = share * total(index);
        double above = 0;
        for (int i = BUCKETS - 1; i >= 0; i--) {
            int count = count(index, i);
            if (above + count >= wanted && count > 0) {
                double within = (wanted - above) / count;
                return edge(index, i + 1) * Math.pow(edge(index, i) / edge(index, i + 1), within);
            }
            above += count;
        }
        return 0;
    }

    /** The mean excess over {@code from} of the largest values, so many; values count as the middle of their bucket. */
    double meanExcess(int index, double from, double largest) {
        double sum = 0;
        double counted = 0;
        for (int i = BUCKETS - 1; i >= 0 && counted < largest; i--) {
            double part = Math.min(count(index, i), largest - counted);
            double middle = Math.sqrt(Math.max(edge(index, i), from) * edge(index, i + 1));
            sum += part * Math.max(0, middle - from);
            counted += part;
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private double edge(int index, int at) {
        return LogBuckets.edge(number(index, LOWEST) + at);
    }

    /**
     * The buckets that {@link #writeCounts} writes: the first one and their number, in the lower 12 bits of a short.
     */
    short extent(int index) {
        int first = 0;
        while (first < BUCKETS && words[word(index, first)] == 0) {
            first += 4;
        }
        if (first >= BUCKETS) {
            return 0;
        }
        int last = 4 * WORDS;
        while (words[word(index, last - 1)] == 0) {
            last -= 4;
        }
        first += Long.numberOfTrailingZeros(words[word(index, first)]) >> 4;
        last -= Long.numberOfLeadingZeros(words[word(index, last - 1)]) >> 4;
        return (short) (first << 6 | last - first);
    }

    void writeRange(int index, ByteBuffer out) {
        VarInt.write(out, number(index, LOWEST));
        VarInt.writeUnsigned(out, number(index, BELOW));
    }

    void readRange(int index, ByteBuffer in) {
        setNumber(index, LOWEST, (int) VarInt.read(in));
        setNumber(index, BELOW, VarInt.readUnsigned(in));
    }

    void writeCounts(int index, ByteBuffer out, short extent) {
        int first = extent >> 6;
        for (int i = first; i < first + (extent & 0x3f); i++) {
            VarInt.writeUnsigned(out, count(index, i));
        }
    }

    void readCounts(int index, ByteBuffer in, short extent) {
        int first = extent >> 6 & 0x3f;
        int end = first + (extent & 0x3f);
        if (end > BUCKETS) {
            throw new BufferUnderflowException();
        }
        for (int i = first; i < end; i++) {
            words[word(index, i)] |= (long) VarInt.readUnsigned(in) << shift(i);
        }
        int total = number(index, BELOW);
        for (int word = first >> 2; word < WORDS && 4 * word < end; word++) {
            long sum = words[word(index, 4 * word)] * EACH_PART >>> 48;
            sums[sum(index, word)] |= sum << shift(word);
            total += (int) sum;
        }
        setNumber(index, TOTAL, total);
    }
}
