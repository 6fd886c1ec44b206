package io.tidewatch.decision;

import io.tidewatch.window.VarInt;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How many values fell into each of the {@link MagnitudeBins}, in a range of them that moves with the values; when {@value
 * #MEMORY} have been counted, all counts are halved. One object holds as many such counts as an entity needs, and is asked
 * for one at a time.
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

    /** Longs of one: its numbers, the sums of its words, its words. */
    private static final int STRIDE = 1 + SUMS + WORDS;

    /** Where in their long the numbers are: the lowest bin, the values below it, all values. */
    private static final int LOWEST = 0;

    private static final int BELOW = 16;
    private static final int TOTAL = 32;

    private static final long PART = 0xffff;
    private static final long EACH_PART = 0x0001_0001_0001_0001L;

    /** One after the other: a step looks at each, and memory is read fastest in its order. */
    private final long[] memory;

    private int start;

    CountedBins(int howMany) {
        memory = new long[howMany * STRIDE];
    }

    /** Turns to one of them. */
    void at(int index) {
        start = index * STRIDE;
    }

    private int number(int shift) {
        return (short) (memory[start] >> shift);
    }

    private void number(int shift, int value) {
        memory[start] = memory[start] & ~(PART << shift) | (value & PART) << shift;
    }

    private int count(int at) {
        return (int) (memory[word(at)] >> shift(at) & PART);
    }

    private void count(int at, int value) {
        countMore(at, value - count(at));
    }

    private void countMore(int at, long times) {
        memory[word(at)] += times << shift(at);
        int word = at >> 2;
        memory[sum(word)] += times << shift(word);
    }

    private int word(int at) {
        return start + 1 + SUMS + (at >> 2);
    }

    private int sum(int word) {
        return start + 1 + (word >> 2);
    }

    private static int shift(int at) {
        return (at & 3) << 4;
    }

    /** Values counted, after forgetting. */
    int total() {
        return number(TOTAL);
    }

    void clear() {
        Arrays.fill(memory, start, start + STRIDE, 0);
    }

    /** Clears all of them. */
    void clearAll() {
        Arrays.fill(memory, 0);
    }

    /** Counts a value so many times. */
    void add(int bin, int times) {
        int at = bin == MagnitudeBins.NONE ? -1 : place(bin);
        if (at < 0) {
            memory[start] += (long) times << BELOW;
        } else {
            countMore(at, times);
        }
        memory[start] += (long) times << TOTAL;
        if (total() >= MEMORY) {
            halve();
        }
    }

    private int place(int bin) {
        if (total() == number(BELOW)) {
            number(LOWEST, bin - BINS / 2);
        }
        int at = bin - number(LOWEST);
        return at >= 0 && at < BINS ? at : makeRoom(bin);
    }

    /** Where the bin is, once the range has been shifted as far as it can follow; negative: still below. */
    private int makeRoom(int bin) {
        int lowest = number(LOWEST);
        int total = total();
        int below = number(BELOW);
        if (bin < lowest) {
            // Down as far as there is room above: rare extremes are what the tail is made of. Only a first value far
            // above all that follow gives way.
            int spare = total < FEW ? 1 : 0;
            int possible = 0;
            int squeezed = 0;
            while (possible < Math.min(lowest - bin, BINS - 1) && squeezed + count(BINS - 1 - possible) <= spare) {
                squeezed += count(BINS - 1 - possible);
                possible++;
            }
            move(-possible);
            count(BINS - 1, count(BINS - 1) + squeezed);
            if (bin < number(LOWEST) && squeezed == total - below) {
                number(LOWEST, bin - BINS / 2);
            }
        } else {
            // A rare extreme must not drive the bulk out of sight: at most a quarter of all values may fall below the
            // range. What is not rare must be in sight itself, else it would be surprising each time.
            int mayDrop = count(BINS - 1) > Math.max(FEW / 8, total / NOT_RARE) ? total : total / 4;
            int wanted = bin - (lowest + BINS - 1);
            int possible = 0;
            int dropped = below;
            while (possible < Math.min(wanted, BINS) && dropped + count(possible) <= mayDrop) {
                dropped += count(possible);
                possible++;
            }
            number(BELOW, dropped);
            move(possible);
        }
        return Math.min(bin - number(LOWEST), BINS - 1);
    }

    /** Moves the range; what was counted beyond it is gone. */
    private void move(int by) {
        if (by > 0) {
            for (int i = 0; i < BINS; i++) {
                count(i, i + by < BINS ? count(i + by) : 0);
            }
        } else if (by < 0) {
            for (int i = BINS - 1; i >= 0; i--) {
                count(i, i + by >= 0 ? count(i + by) : 0);
            }
        }
        number(LOWEST, number(LOWEST) + by);
    }

    /** Forgets half of every count. */
    void halve() {
        number(BELOW, number(BELOW) / 2);
        int total = number(BELOW);
        for (int i = 0; i < BINS; i++) {
            count(i, count(i) / 2);
            total += count(i);
        }
        number(TOTAL, total);
    }

    /** How many of the values counted are above one. */
    double above(int bin, double value) {
        int at = bin - number(LOWEST);
        if (bin == MagnitudeBins.NONE || at < 0) {
            return value > 0 ? total() - number(BELOW) / 2.0 : total();
        }
        return at >= BINS ? 0 : countAbove(at) + count(at) * MagnitudeBins.shareAbove(value);
    }

    /**
     * Values in bins above this one: of the same word, of words whose sums share a long with its own, of the others. What
     * does not count is masked: where a value falls cannot be foretold, and a mispredicted branch costs more than the sum.
     */
    private int countAbove(int at) {
        int word = at >> 2;
        long ofWord = memory[word(at)] & above(at);
        long ofSums = memory[sum(word)] & above(word);
        long ofLaterSums = memory[start + SUMS] & (word >> 2) - 1;
        return (int) ((ofWord + ofSums + ofLaterSums) * EACH_PART >>> 48);
    }

    /** All parts of a long above one. */
    private static long above(int part) {
        return -1L << shift(part) << 16;
    }

    /** The value that a share of all values exceeds; 0 when nothing has been counted. */
    double upper(double share) {
        double wanted = share * total();
        double above = 0;
        for (int i = BINS - 1; i >= 0; i--) {
            int count = count(i);
            if (above + count >= wanted && count > 0) {
                double within = (wanted - above) / count;
                return edge(i + 1) * Math.pow(edge(i) / edge(i + 1), within);
            }
            above += count;
        }
        return 0;
    }

    /** The mean of what so many values, the largest, are above {@code from}; a bin's are where its middle is. */
    double meanExcess(double from, double largest) {
        double sum = 0;
        double counted = 0;
        for (int i = BINS - 1; i >= 0 && counted < largest; i--) {
            double part = Math.min(count(i), largest - counted);
            double middle = Math.sqrt(Math.max(edge(i), from) * edge(i + 1));
            sum += part * Math.max(0, middle - from);
            counted += part;
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private double edge(int index) {
        return MagnitudeBins.edge(number(LOWEST) + index);
    }

    /** What {@link #writeCounts} writes, in the lower 12 bits of a short: from which bin on, and how many. */
    short extent() {
        int first = 0;
        while (first < BINS && memory[word(first)] == 0) {
            first += 4;
        }
        if (first >= BINS) {
            return 0;
        }
        int last = 4 * WORDS;
        while (memory[word(last - 1)] == 0) {
            last -= 4;
        }
        first += Long.numberOfTrailingZeros(memory[word(first)]) >> 4;
        last -= Long.numberOfLeadingZeros(memory[word(last - 1)]) >> 4;
        return (short) (first << 6 | last - first);
    }

    void writeRange(ByteBuffer out) {
        VarInt.write(out, number(LOWEST));
        VarInt.writeUnsigned(out, number(BELOW));
    }

    void readRange(ByteBuffer in) {
        number(LOWEST, (int) VarInt.read(in));
        number(BELOW, VarInt.readUnsigned(in));
    }

    void writeCounts(ByteBuffer out, short extent) {
        int first = extent >> 6;
        for (int i = first; i < first + (extent & 0x3f); i++) {
            VarInt.writeUnsigned(out, count(i));
        }
    }

    void readCounts(ByteBuffer in, short extent) {
        int first = extent >> 6 & 0x3f;
        int end = first + (extent & 0x3f);
        if (end > BINS) {
            throw new BufferUnderflowException();
        }
        for (int i = first; i < end; i++) {
            memory[word(i)] |= (long) VarInt.readUnsigned(in) << shift(i);
        }
        int total = number(BELOW);
        for (int word = first >> 2; word < WORDS && 4 * word < end; word++) {
            long sum = memory[word(4 * word)] * EACH_PART >>> 48;
            memory[sum(word)] |= sum << shift(word);
            total += (int) sum;
        }
        number(TOTAL, total);
    }
}
