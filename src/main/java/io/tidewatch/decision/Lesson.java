package io.tidewatch.decision;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What one step taught an entity's histograms: of each the bin, and whether the step was odd. Written to the journal, it is
 * enough to learn the same again. Reused from step to step by its owner; belongs to one thread.
 */
public final class Lesson {
    /** In place of a bin: the channel had nothing to say. */
    static final int SILENT = Integer.MAX_VALUE;

    private static final byte SILENT_BYTE = -128;
    private static final byte ZERO_BYTE = -127;
    /** The bin itself follows. */
    private static final byte FAR_BYTE = 127;

    private final int[] bins;
    private final int[] units;
    private final boolean[] odd;

    /** @param histograms of an entity */
    Lesson(int histograms) {
        bins = new int[histograms];
        units = new int[histograms];
        odd = new boolean[histograms];
    }

    /**
     * Notes what a histogram learned.
     *
     * @param bin of the magnitude
     * @param unit bin of the scale of its feature, which most bins are near
     */
    void set(int histogram, int bin, int unit, boolean isOdd) {
        bins[histogram] = bin;
        units[histogram] = unit;
        odd[histogram] = isOdd;
    }

    void clear() {
        Arrays.fill(bins, SILENT);
        Arrays.fill(odd, false);
    }

    /** A bit for each histogram, then a byte for most. */
    public void write(ByteBuffer out) {
        int bits = 0;
        for (int i = 0; i < odd.length; i++) {
            bits |= (odd[i] ? 1 : 0) << (i & 7);
            if ((i & 7) == 7 || i == odd.length - 1) {
                out.put((byte) bits);
                bits = 0;
            }
        }
        for (int i = 0; i < bins.length; i++) {
            int relative = bins[i] - units[i];
            if (bins[i] == SILENT) {
                out.put(SILENT_BYTE);
            } else if (bins[i] == MagnitudeBins.NONE) {
                out.put(ZERO_BYTE);
            } else if (relative > ZERO_BYTE && relative < FAR_BYTE) {
                out.put((byte) relative);
            } else {
                out.put(FAR_BYTE);
                out.putShort((short) bins[i]);
            }
        }
    }

    /** Reads the bits that stand first, into {@code odd}. */
    static void readOdd(ByteBuffer in, boolean[] odd) {
        int bits = 0;
        for (int i = 0; i < odd.length; i++) {
            if ((i & 7) == 0) {
                bits = in.get();
            }
            odd[i] = (bits >> (i & 7) & 1) != 0;
        }
    }

    /** Reads the next bin. */
    static int readBin(ByteBuffer in, int unit) {
        byte relative = in.get();
        return switch (relative) {
            case SILENT_BYTE -> SILENT;
            case ZERO_BYTE -> MagnitudeBins.NONE;
            case FAR_BYTE -> in.getShort();
            default -> unit + relative;
        };
    }
}
