package io.tidewatch.decision;

import io.tidewatch.window.VarInt;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How many values fell into each of the {@link MagnitudeBins}, in a range of them that moves with the values; when {@value
 * #MEMORY} have been counted, all counts are halved. One object holds as many such counts as an entity needs, and is asked
 * for one at a time.
 *
 * <p>Each takes 64 bytes, a cache line: three numbers, then the counts, two bytes each, so that four can be added at once as
 * the parts of a long. No part overflows: all counts together fit one.
 */
final class CountedBins {
    /** Bins in range. */
    static final int BINS = 26;

    private static final int MEMORY = 16_384;

    /** Up to so many values the range is still being found. */
    private static final int FEW = 64;

    /** One value in so many above the range is no longer rare: half of what makes the tail. */
    private static final int NOT_RARE = 200;

    private static final int STRIDE = 64;

    /** Where the numbers are: the lowest bin, the values below it, all values. */
    private static final int LOWEST = 0;

    private static final int BELOW = 2;
    private static final int TOTAL = 4;
    /** Where the counts are; behind the last there is room for two more, never used. */
    private static final int COUNTS = 8;

    private static final int WORDS = (STRIDE - COUNTS) / Long.BYTES;
    private static final long EACH_PART = 0x0001_0001_0001_0001L;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** One after the other: a step looks at each, and memory is read fastest in its order. */
    private final byte[] memory;

    private int start;

    CountedBins(int howMany) {
        memory = new byte[howMany * STRIDE];
    }

    /** Turns to one of them. */
    void at(int index) {
        start = index * STRIDE;
    }

    private int number(int which) {
        return (short) SHORTS.get(memory, start + which);
    }

    private void number(int which, int value) {
        SHORTS.set(memory, start + which, (short) value);
    }

    private int count(int at) {
        return number(COUNTS + 2 * at);
    }

    private void count(int at, int value) {
        number(COUNTS + 2 * at, value);
    }

    /** Values counted, after forgetting. */
    int total() {
        return number(TOTAL);
    }

    void clear() {
        Arrays.fill(memory, start, start + STRIDE, (byte) 0);
    }

    /** Counts a value so many times. */
    void add(int bin, int times) {
        int total = total();
        if (bin == MagnitudeBins.NONE) {
            number(BELOW, number(BELOW) + times);
        } else {
            if (total == number(BELOW)) {
                number(LOWEST, bin - BINS / 2);
            }
            int at = bin - number(LOWEST);
            if (at < 0 || at >= BINS) {
                at = makeRoom(bin);
            }
            if (at < 0) {
                number(BELOW, number(BELOW) + times);
            } else {
                count(at, count(at) + times);
            }
        }
        number(TOTAL, total + times);
        if (total + times >= MEMORY) {
            halve();
        }
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
            shift(-possible);
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
            shift(possible);
        }
        return Math.min(bin - number(LOWEST), BINS - 1);
    }

    /** Moves the range; what was counted beyond it is gone. */
    private void shift(int by) {
        int first = start + COUNTS;
        int kept = 2 * (BINS - Math.abs(by));
        if (by > 0) {
            System.arraycopy(memory, first + 2 * by, memory, first, kept);
            Arrays.fill(memory, first + kept, first + 2 * BINS, (byte) 0);
        } else {
            System.arraycopy(memory, first, memory, first - 2 * by, kept);
            Arrays.fill(memory, first, first - 2 * by, (byte) 0);
        }
        number(LOWEST, number(LOWEST) + by);
    }

    private void halve() {
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
     * Values in bins above this one. All words are gone through and what does not count masked: where a value falls cannot
     * be foretold, and a mispredicted branch costs more than the sum.
     */
    private int countAbove(int at) {
        int own = at >> 2;
        long sum = word(own) & -1L << 16 * (at & 3) << 16;
        for (int w = 1; w < WORDS; w++) {
            sum += word(w) & own - w >> 31;
        }
        return (int) (sum * EACH_PART >>> 48);
    }

    /** Four counts. */
    private long word(int index) {
        return (long) LONGS.get(memory, start + COUNTS + Long.BYTES * index);
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

    /** What {@link #writeCounts} writes, in a short: from which bin on, and how many; never negative. */
    short extent() {
        int first = 0;
        while (first < BINS && count(first) == 0) {
            first++;
        }
        int last = BINS;
        while (last > first && count(last - 1) == 0) {
            last--;
        }
        return (short) (first << 6 | last - first);
    }

    void writeRange(ByteBuffer out) {
        out.putShort((short) number(LOWEST));
        out.putShort((short) number(BELOW));
    }

    void readRange(ByteBuffer in) {
        number(LOWEST, in.getShort());
        number(BELOW, in.getShort());
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
        int total = number(BELOW);
        for (int i = first; i < end; i++) {
            count(i, VarInt.readUnsigned(in));
            total += count(i);
        }
        number(TOTAL, total);
    }
}
