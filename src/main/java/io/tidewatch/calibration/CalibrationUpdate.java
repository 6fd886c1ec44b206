package io.tidewatch.calibration;

import io.tidewatch.evidence.Evidence;
import java.nio.ByteBuffer;

/**
 * What one step taught an entity's histograms: of each the bin, and whether the step was odd. Written to the journal,
 * it is enough to learn the same again. Reused from step to step by its owner; belongs to one thread.
 */
public final class CalibrationUpdate {
    /** In place of a bin: the channel had nothing to say. */
    static final int SILENT = Integer.MAX_VALUE;

    private static final byte SILENT_BYTE = -128;
    private static final byte ZERO_BYTE = -127;
    /** The bin itself follows. */
    private static final byte FAR_BYTE = 127;

    /** Of the step: most bins are near that of the unit of their feature. */
    private final Units units;

    private final int[] bins;
    /** 1 or 0. */
    private final int[] odd;

    /** @param units of the step, whenever the lesson is written */
    CalibrationUpdate(int features, Units units) {
        int histograms = Evidence.size(features);
        this.units = units;
        bins = new int[histograms];
        odd = new int[histograms];
    }

    /**
     * Notes what a histogram learned.
     *
     * @param bin of the magnitude
     */
    void set(int histogram, int bin, boolean isOdd) {
        bins[histogram] = bin;
        odd[histogram] = isOdd ? 1 : 0;
    }

    /** Notes that a histogram learned nothing. */
    void silent(int histogram) {
        set(histogram, SILENT, false);
    }

    /** The bins of all histograms, for {@link Bulk}. */
    int[] bins() {
        return bins;
    }

    /** Of all histograms whether they were odd, 1 or 0. */
    int[] odd() {
        return odd;
    }

    /** The bin that a histogram learned, or {@link #SILENT}. */
    int bin(int histogram) {
        return bins[histogram];
    }

    /** Whether it was odd. */
    boolean odd(int histogram) {
        return odd[histogram] != 0;
    }

    /** A bit for each histogram, then a byte for most. */
    public void write(ByteBuffer out) {
        int bits = 0;
        for (int i = 0; i < odd.length; i++) {
            bits |= odd[i] << (i & 7);
            if ((i & 7) == 7 || i == odd.length - 1) {
                out.put((byte) bits);
                bits = 0;
            }
        }
        for (int i = 0; i < bins.length; i++) {
            int relative = bins[i] - units.bin(units.index(i));
            if (bins[i] == SILENT) {
                out.put(SILENT_BYTE);
            } else if (bins[i] == LogBuckets.NONE) {
                out.put(ZERO_BYTE);
            } else if (relative > ZERO_BYTE && relative < FAR_BYTE) {
                out.put((byte) relative);
            } else {
                out.put(FAR_BYTE);
                out.putShort((short) bins[i]);
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    void read(ByteBuffer in) {
        int bits = 0;
        for (int i = 0; i < odd.length; i++) {
            if ((i & 7) == 0) {
                bits = in.get();
            }
            odd[i] = bits >> (i & 7) & 1;
        }
        for (int i = 0; i < bins.length; i++) {
            byte relative = in.get();
            bins[i] = switch (relative) {
                case SILENT_BYTE -> SILENT;
                case ZERO_BYTE -> LogBuckets.NONE;
                case FAR_BYTE -> in.getShort();
                default -> units.bin(units.index(i)) + relative;
            };
        }
    }
}
