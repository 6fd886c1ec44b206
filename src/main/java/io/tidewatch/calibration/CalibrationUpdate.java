package io.tidewatch.calibration;

import io.tidewatch.evidence.Channels;
import java.nio.ByteBuffer;

/**
 * What an entity's sketches learn from one step: the bucket of each magnitude, and whether it was odd. The journal
 * stores it, so that the same can be learned again. Reused from step to step by its owner; belongs to one thread.
 */
public final class CalibrationUpdate {
    /** In place of a bucket: the channel does not speak. */
    static final int SILENT = Integer.MAX_VALUE;

    private static final byte SILENT_BYTE = -128;
    private static final byte ZERO_BYTE = -127;
    /** The bucket itself follows. */
    private static final byte FAR_BYTE = 127;

    /** Units of the step. Most magnitudes are near the unit of their feature, so buckets are stored relative to it. */
    private final Units units;

    private final int[] buckets;
    /** Per sketch 1 (odd) or 0. */
    private final int[] odd;

    /** @param units hold the step's units whenever the update is written or read */
    CalibrationUpdate(int features, Units units) {
        int sketches = Channels.LAYOUT.size(features);
        this.units = units;
        buckets = new int[sketches];
        odd = new int[sketches];
    }

    /**
     * Notes what a sketch learned.
     *
     * @param bucket of the magnitude
     */
    void set(int sketch, int bucket, boolean isOdd) {
        buckets[sketch] = bucket;
        odd[sketch] = isOdd ? 1 : 0;
    }

    /** Notes that a sketch learned nothing. */
    void silent(int sketch) {
        set(sketch, SILENT, false);
    }

    /** The buckets of all sketches, for {@link Bulk}. */
    int[] buckets() {
        return buckets;
    }

    /** Per sketch 1 where the magnitude was odd, else 0; for {@link Bulk}. */
    int[] odd() {
        return odd;
    }

    /** The bucket that a sketch learned, or {@link #SILENT}. */
    int bucket(int sketch) {
        return buckets[sketch];
    }

    boolean odd(int sketch) {
        return odd[sketch] != 0;
    }

    /** Writes one bit per sketch (odd or not), then one byte for most buckets, three for those far from their unit. */
    public void write(ByteBuffer out) {
        int bits = 0;
        for (int i = 0; i < odd.length; i++) {
            bits |= odd[i] << (i & 7);
            if ((i & 7) == 7 || i == odd.length - 1) {
                out.put((byte) bits);
                bits = 0;
            }
        }
        for (int i = 0; i < buckets.length; i++) {
            int relative = buckets[i] - units.bucket(units.index(i));
            if (buckets[i] == SILENT) {
                out.put(SILENT_BYTE);
            } else if (buckets[i] == LogBuckets.NONE) {
                out.put(ZERO_BYTE);
            } else if (relative > ZERO_BYTE && relative < FAR_BYTE) {
                out.put((byte) relative);
            } else {
                out.put(FAR_BYTE);
                out.putShort((short) buckets[i]);
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
        for (int i = 0; i < buckets.length; i++) {
            byte relative = in.get();
            buckets[i] = switch (relative) {
                case SILENT_BYTE -> SILENT;
                case ZERO_BYTE -> LogBuckets.NONE;
                case FAR_BYTE -> in.getShort();
                default -> units.bucket(units.index(i)) + relative;
            };
        }
    }
}
