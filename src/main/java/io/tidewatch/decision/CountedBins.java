package io.tidewatch.decision;

import io.tidewatch.window.VarInt;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How many values fell into each of the {@link MagnitudeBins}, in a range of them that moves with the values; when {@value
 * #MEMORY} have been counted, all counts are halved. One object holds as many such counts as an entity needs; each is named
 * by where it {@linkplain #start starts}.
 *
 * <p>Four numbers of two bytes are kept in a long, and so added at once. None overflows into the next: all counts together
 * fit one.
 */
final class CountedBins {
    /** Bins in range. */
    static final int BINS = 26;

    private static final int MEMORY = 16_384;

    /** Up to so many values the range is still being found. */
    private static final int FEW = 64;

    /** One value in so many above the range is no longer rare: half of what makes the tail. */
    private static final int NOT_RARE = 200;

    /** Longs that counts take; of the last, half is never used. */
    private static final int WORDS = 7;

    /** Longs that the sums of these take, so that a sum over all bins adds three longs, not seven. */
    private static final int SUMS = 2;

    /** Where, from the start of one, its sums are, and its words. */
    static final int FIRST_SUM = 1;

    static final int LAST_SUM = SUMS;
    static final int FIRST_WORD = 1 + SUMS;

    /** Longs of one: its numbers, the sums of its words, its words. */
    private static final int STRIDE = 1 + SUMS + WORDS;

    /** Where in their long the numbers are: the lowest bin, the values below it, all values, the owner's mark. */
    private static final int LOWEST = 0;

    private static final int BELOW = 16;
    static final int TOTAL = 32;
    private static final int MARK = 48;

    private static final long PART = 0xffff;
    private static final long EACH_PART = 0x0001_0001_0001_0001L;

    /** One after the other: a step looks at each, and memory is read fastest in its order. */
    private final long[] memory;

    CountedBins(int howMany) {
        memory = new long[howMany * STRIDE];
    }

    /** All of them, each {@link #start} a long of numbers, then sums, then counts; for {@link VectorBulk}. */
    long[] memory() {
        return memory;
    }

    /** Where one of them starts. */
    static int start(int index) {
        return index * STRIDE;
    }

    private static int number(long numbers, int shift) {
        return (short) (numbers >> shift);
    }

    private int number(int start, int shift) {
        return number(memory[start], shift);
    }

    private void setNumber(int start, int shift, int value) {
        memory[start] = memory[start] & ~(PART << shift) | (value & PART) << shift;
    }

    private int count(int start, int at) {
        return (int) (memory[word(start, at)] >> shift(at) & PART);
    }

    private void setCount(int start, int at, int value) {
        countMore(start, at, value - count(start, at));
    }

    private void countMore(int start, int at, long times) {
        memory[word(start, at)] += times << shift(at);
        int word = at >> 2;
        memory[sum(start, word)] += times << shift(word);
    }

    private static int word(int start, int at) {
        return start + FIRST_WORD + (at >> 2);
    }

    private static int sum(int start, int word) {
        return start + FIRST_SUM + (word >> 2);
    }

    private static int shift(int at) {
        return (at & 3) << 4;
    }

    /** Values counted, after forgetting. */
    int total(int start) {
        return number(start, TOTAL);
    }

    /** A small number that the owner keeps beside the counts. */
    int mark(int start) {
        return number(start, MARK);
    }

    void mark(int start, int value) {
        setNumber(start, MARK, value);
    }

    void clear(int start) {
        Arrays.fill(memory, start, start + STRIDE, 0);
    }

    /** Clears all of them. */
    void clearAll() {
        Arrays.fill(memory, 0);
    }

    /** Counts a value so many times; returns how many are counted then. */
    int add(int start, int bin, int times) {
        long numbers = memory[start];
        int at = bin - number(numbers, LOWEST);
        boolean inRange = at >= 0 && at < BINS && number(numbers, TOTAL) != number(numbers, BELOW);
        if (inRange) {
            countMore(start, at, times);
        } else {
            addOutside(start, bin, times);
        }
        memory[start] += (long) times << TOTAL;
        int total = total(start);
        if (total < MEMORY) {
            return total;
        }
        halve(start);
        return total(start);
    }

    private void addOutside(int start, int bin, int times) {
        int at = bin == MagnitudeBins.NONE ? -1 : place(start, bin);
        if (at < 0) {
            memory[start] += (long) times << BELOW;
        } else {
            countMore(start, at, times);
        }
    }

    private int place(int start, int bin) {
        if (total(start) == number(start, BELOW)) {
            setNumber(start, LOWEST, bin - BINS / 2);
        }
        int at = bin - number(start, LOWEST);
        return at >= 0 && at < BINS ? at : makeRoom(start, bin);
    }

    /** Where the bin is, once the range has been shifted as far as it can follow; negative: still below. */
    private int makeRoom(int start, int bin) {
        int lowest = number(start, LOWEST);
        int total = total(start);
        int below = number(start, BELOW);
        if (bin < lowest) {
            // Down as far as there is room above: rare extremes are what the tail is made of. Only a first value far
            // above all that follow gives way.
            int spare = total < FEW ? 1 : 0;
            int possible = 0;
            int squeezed = 0;
            while (possible < Math.min(lowest - bin, BINS - 1)
                    && squeezed + count(start, BINS - 1 - possible) <= spare) {
                squeezed += count(start, BINS - 1 - possible);
                possible++;
            }
            move(start, -possible);
            setCount(start, BINS - 1, count(start, BINS - 1) + squeezed);
            if (bin < number(start, LOWEST) && squeezed == total - below) {
                setNumber(start, LOWEST, bin - BINS / 2);
            }
        } else {
            // A rare extreme must not drive the bulk out of sight: at most a quarter of all values may fall below the
            // range. What is not rare must be in sight itself, else it would be surprising each time.
            int mayDrop = count(start, BINS - 1) > Math.max(FEW / 8, total / NOT_RARE) ? total : total / 4;
            int wanted = bin - (lowest + BINS - 1);
            int possible = 0;
            int dropped = below;
            while (possible < Math.min(wanted, BINS) && dropped + count(start, possible) <= mayDrop) {
                dropped += count(start, possible);
                possible++;
            }
            setNumber(start, BELOW, dropped);
            move(start, possible);
        }
        return Math.min(bin - number(start, LOWEST), BINS - 1);
    }

    /** Moves the range; what was counted beyond it is gone. */
    private void move(int start, int by) {
        if (by > 0) {
            for (int i = 0; i < BINS; i++) {
                setCount(start, i, i + by < BINS ? count(start, i + by) : 0);
            }
        } else if (by < 0) {
            for (int i = BINS - 1; i >= 0; i--) {
                setCount(start, i, i + by >= 0 ? count(start, i + by) : 0);
            }
        }
        setNumber(start, LOWEST, number(start, LOWEST) + by);
    }

    /** Forgets half of every count. */
    void halve(int start) {
        setNumber(start, BELOW, number(start, BELOW) / 2);
        int total = number(start, BELOW);
        for (int i = 0; i < BINS; i++) {
            setCount(start, i, count(start, i) / 2);
            total += count(start, i);
        }
        setNumber(start, TOTAL, total);
    }

    /** How many of the values counted are above one. */
    double above(int start, int bin, double value) {
        long numbers = memory[start];
        int at = bin - number(numbers, LOWEST);
        if (at >= 0 && at < BINS) {
            return aboveInRange(start, at, MagnitudeBins.shareAbove(bin, value));
        }
        int total = number(numbers, TOTAL);
        if (bin == MagnitudeBins.NONE || at < 0) {
            return value > 0 ? total - number(numbers, BELOW) / 2.0 : total;
        }
        return 0;
    }

    /**
     * Values in bins above this one, and so much of this: of the same word, of words whose sums share a long with its own, of
     * the others. What does not count is masked: where a value falls cannot be foretold, and a mispredicted branch costs
     * more than the sum.
     */
    private double aboveInRange(int start, int at, double shareOfBin) {
        int word = at >> 2;
        long counts = memory[word(start, at)];
        long ofWord = counts & above(at);
        long ofSums = memory[sum(start, word)] & above(word);
        long ofLaterSums = memory[start + LAST_SUM] & (word >> 2) - 1;
        int ofBin = (int) (counts >> shift(at) & PART);
        return (int) ((ofWord + ofSums + ofLaterSums) * EACH_PART >>> 48) + ofBin * shareOfBin;
    }

    /** All parts of a long above one. */
    private static long above(int part) {
        return -1L << shift(part) << 16;
    }

    /** The value that a share of all values exceeds; 0 when nothing has been counted. */
    double upper(int start, double share) {
        double wanted = share * total(start);
        double above = 0;
        for (int i = BINS - 1; i >= 0; i--) {
            int count = count(start, i);
            if (above + count >= wanted && count > 0) {
                double within = (wanted - above) / count;
                return edge(start, i + 1) * Math.pow(edge(start, i) / edge(start, i + 1), within);
            }
            above += count;
        }
        return 0;
    }

    /** The mean of what so many values, the largest, are above {@code from}; a bin's are where its middle is. */
    double meanExcess(int start, double from, double largest) {
        double sum = 0;
        double counted = 0;
        for (int i = BINS - 1; i >= 0 && counted < largest; i--) {
            double part = Math.min(count(start, i), largest - counted);
            double middle = Math.sqrt(Math.max(edge(start, i), from) * edge(start, i + 1));
            sum += part * Math.max(0, middle - from);
            counted += part;
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private double edge(int start, int at) {
        return MagnitudeBins.edge(number(start, LOWEST) + at);
    }

    /** What {@link #writeCounts} writes, in the lower 12 bits of a short: from which bin on, and how many. */
    short extent(int start) {
        int first = 0;
        while (first < BINS && memory[word(start, first)] == 0) {
            first += 4;
        }
        if (first >= BINS) {
            return 0;
        }
        int last = 4 * WORDS;
        while (memory[word(start, last - 1)] == 0) {
            last -= 4;
        }
        first += Long.numberOfTrailingZeros(memory[word(start, first)]) >> 4;
        last -= Long.numberOfLeadingZeros(memory[word(start, last - 1)]) >> 4;
        return (short) (first << 6 | last - first);
    }

    void writeRange(int start, ByteBuffer out) {
        VarInt.write(out, number(start, LOWEST));
        VarInt.writeUnsigned(out, number(start, BELOW));
    }

    void readRange(int start, ByteBuffer in) {
        setNumber(start, LOWEST, (int) VarInt.read(in));
        setNumber(start, BELOW, VarInt.readUnsigned(in));
    }

    void writeCounts(int start, ByteBuffer out, short extent) {
        int first = extent >> 6;
        for (int i = first; i < first + (extent & 0x3f); i++) {
            VarInt.writeUnsigned(out, count(start, i));
        }
    }

    void readCounts(int start, ByteBuffer in, short extent) {
        int first = extent >> 6 & 0x3f;
        int end = first + (extent & 0x3f);
        if (end > BINS) {
            throw new BufferUnderflowException();
        }
        for (int i = first; i < end; i++) {
            memory[word(start, i)] |= (long) VarInt.readUnsigned(in) << shift(i);
        }
        int total = number(start, BELOW);
        for (int word = first >> 2; word < WORDS && 4 * word < end; word++) {
            long sum = memory[word(start, 4 * word)] * EACH_PART >>> 48;
            memory[sum(start, word)] |= sum << shift(word);
            total += (int) sum;
        }
        setNumber(start, TOTAL, total);
    }
}
