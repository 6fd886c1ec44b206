package io.tidewatch.calibration;

import io.tidewatch.codec.VarInt;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How many values fell into each of the {@link LogBuckets}, in a range of them that moves with the values; when {@value
 * CalibrationParameters#MEMORY_COUNT} have been counted, all counts are halved. One object holds as many such counts as
 * an entity needs; each is named by its index.
 *
 * <p>Four numbers of two bytes are kept in a long, and so added at once. None overflows into the next: all counts
 * together fit one.
 */
final class LogHistograms {
    /** Bins in range. */
    static final int BINS = 26;

    /** Longs that counts take; of the last, half is never used. */
    private static final int WORDS = 7;

    /** Longs that the sums of these take, so that a sum over all bins adds three longs, not seven. */
    private static final int SUMS = 2;

    /** Where in their long the numbers are: the lowest bin, the values below it, all values, the owner's mark. */
    private static final int LOWEST = 0;

    static final int BELOW = 16;
    static final int TOTAL = 32;
    static final int MARK = 48;

    private static final long PART = 0xffff;
    private static final long EACH_PART = 0x0001_0001_0001_0001L;

    private final int howMany;

    /**
     * The numbers of each, side by side: a step looks at all of them, and so {@link VectorBulk} takes several at once.
     */
    private final long[] numbers;

    /** {@code [SUMS × how many]}, likewise: the sums of the words. */
    private final long[] sums;

    /** {@code [how many × WORDS]}: the counts. */
    private final long[] words;

    LogHistograms(int howMany) {
        this.howMany = howMany;
        this.numbers = new long[howMany];
        this.sums = new long[SUMS * howMany];
        this.words = new long[howMany * WORDS];
    }

    /** Of each its numbers. */
    long[] numbers() {
        return numbers;
    }

    /** Of each the first sum of its words, then of each the last. */
    long[] sums() {
        return sums;
    }

    /** Of each its words, from {@link #firstWord} on. */
    long[] words() {
        return words;
    }

    /** Where the words of one start. */
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

    /** Clears all of them. */
    void clearAll() {
        Arrays.fill(numbers, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(words, 0);
    }

    /** Counts a value so many times; returns how many are counted then. */
    int add(int index, int bin, int times) {
        long number = numbers[index];
        int at = bin - number(number, LOWEST);
        boolean inRange = at >= 0 && at < BINS && number(number, TOTAL) != number(number, BELOW);
        if (inRange) {
            countMore(index, at, times);
        } else {
            addOutside(index, bin, times);
        }
        numbers[index] += (long) times << TOTAL;
        int total = total(index);
        if (total < CalibrationParameters.MEMORY_COUNT) {
            return total;
        }
        halve(index);
        return total(index);
    }

    private void addOutside(int index, int bin, int times) {
        int at = bin == LogBuckets.NONE ? -1 : place(index, bin);
        if (at < 0) {
            numbers[index] += (long) times << BELOW;
        } else {
            countMore(index, at, times);
        }
    }

    private int place(int index, int bin) {
        if (total(index) == number(index, BELOW)) {
            setNumber(index, LOWEST, bin - BINS / 2);
        }
        int at = bin - number(index, LOWEST);
        return at >= 0 && at < BINS ? at : makeRoom(index, bin);
    }

    /** Where the bin is, once the range has been shifted as far as it can follow; negative: still below. */
    private int makeRoom(int index, int bin) {
        int lowest = number(index, LOWEST);
        int total = total(index);
        int below = number(index, BELOW);
        if (bin < lowest) {
            // Down as far as there is room above: rare extremes are what the tail is made of. Only a first value far
            // above all that follow gives way.
            int spare = total < CalibrationParameters.FEW_COUNT ? 1 : 0;
            int possible = 0;
            int squeezed = 0;
            while (possible < Math.min(lowest - bin, BINS - 1)
                    && squeezed + count(index, BINS - 1 - possible) <= spare) {
                squeezed += count(index, BINS - 1 - possible);
                possible++;
            }
            move(index, -possible);
            setCount(index, BINS - 1, count(index, BINS - 1) + squeezed);
            if (bin < number(index, LOWEST) && squeezed == total - below) {
                setNumber(index, LOWEST, bin - BINS / 2);
            }
        } else {
            // A rare extreme must not drive the bulk out of sight: at most a quarter of all values may fall below the
            // range. What is not rare must be in sight itself, else it would be anomalous each time.
            int rare = Math.max(CalibrationParameters.FEW_COUNT / 8, total / CalibrationParameters.NOT_RARE_ONE_OF);
            int mayDrop = count(index, BINS - 1) > rare ? total : total / CalibrationParameters.MAY_DROP_ONE_OF;
            int wanted = bin - (lowest + BINS - 1);
            int possible = 0;
            int dropped = below;
            while (possible < Math.min(wanted, BINS)
                    && (count(index, possible) == 0 || dropped + count(index, possible) <= mayDrop)) {
                dropped += count(index, possible);
                possible++;
            }
            setNumber(index, BELOW, dropped);
            move(index, possible);
        }
        return Math.min(bin - number(index, LOWEST), BINS - 1);
    }

    /** Moves the range; what was counted beyond it is gone. */
    private void move(int index, int by) {
        if (by > 0) {
            for (int i = 0; i < BINS; i++) {
                setCount(index, i, i + by < BINS ? count(index, i + by) : 0);
            }
        } else if (by < 0) {
            for (int i = BINS - 1; i >= 0; i--) {
                setCount(index, i, i + by >= 0 ? count(index, i + by) : 0);
            }
        }
        setNumber(index, LOWEST, number(index, LOWEST) + by);
    }

    /** Forgets half of every count. */
    void halve(int index) {
        setNumber(index, BELOW, number(index, BELOW) / 2);
        int total = number(index, BELOW);
        for (int i = 0; i < BINS; i++) {
            setCount(index, i, count(index, i) / 2);
            total += count(index, i);
        }
        setNumber(index, TOTAL, total);
    }

    /** How many of the values counted are above one. */
    double above(int index, int bin, double value) {
        long number = numbers[index];
        int at = bin - number(number, LOWEST);
        if (at >= 0 && at < BINS) {
            return aboveInRange(index, at, LogBuckets.shareAbove(bin, value));
        }
        int total = number(number, TOTAL);
        if (bin == LogBuckets.NONE || at < 0) {
            return value > 0 ? total - number(number, BELOW) / 2.0 : total;
        }
        return 0;
    }

    /**
     * Values in bins above this one, and so much of this: of the same word, of words whose sums share a long with its
     * own, of the others. What does not count is masked: where a value falls cannot be foretold, and a mispredicted
     * branch costs more than the sum.
     */
    private double aboveInRange(int index, int at, double shareOfBin) {
        int word = at >> 2;
        long counts = words[word(index, at)];
        long ofWord = counts & above(at);
        long ofSums = sums[sum(index, word)] & above(word);
        long ofLaterSums = sums[howMany + index] & (word >> 2) - 1;
        int ofBin = (int) (counts >> shift(at) & PART);
        return (int) ((ofWord + ofSums + ofLaterSums) * EACH_PART >>> 48) + ofBin * shareOfBin;
    }

    /** All parts of a long above one. */
    private static long above(int part) {
        return -1L << shift(part) << 16;
    }

    /** How many values could be told from 0. */
    int aboveZero(int index) {
        return total(index) - number(index, BELOW);
    }

    /** The value that a share of all values exceeds; 0 when nothing has been counted. */
    double upper(int index, double share) {
        double wanted = share * total(index);
        double above = 0;
        for (int i = BINS - 1; i >= 0; i--) {
            int count = count(index, i);
            if (above + count >= wanted && count > 0) {
                double within = (wanted - above) / count;
                return edge(index, i + 1) * Math.pow(edge(index, i) / edge(index, i + 1), within);
            }
            above += count;
        }
        return 0;
    }

    /** The mean of what so many values, the largest, are above {@code from}; a bin's are where its middle is. */
    double meanExcess(int index, double from, double largest) {
        double sum = 0;
        double counted = 0;
        for (int i = BINS - 1; i >= 0 && counted < largest; i--) {
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

    /** What {@link #writeCounts} writes, in the lower 12 bits of a short: from which bin on, and how many. */
    short extent(int index) {
        int first = 0;
        while (first < BINS && words[word(index, first)] == 0) {
            first += 4;
        }
        if (first >= BINS) {
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
        if (end > BINS) {
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
