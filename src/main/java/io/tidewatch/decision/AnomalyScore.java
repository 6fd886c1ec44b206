package io.tidewatch.decision;

import java.nio.ByteBuffer;

/**
 * What the evidence of one step comes to, as much of it as decides about incidents. Numbers are in single precision, so
 * that nothing is decided otherwise when the score is read again from the journal.
 *
 * @param total the score that decides, −log10 of a p-value
 * @param silence of the silence that this step ends or continues, likewise; 0 if there is none
 * @param newest the highest of level, season and relation for the newest values alone, likewise: of all channels whose
 *     expectation does not follow the steps before
 * @param farOff whether the newest value of a feature is far outside its normal distribution: by its level, or beyond
 *     all that the most anomalous feature has ranged over
 * @param gradual whether the longest horizon is more anomalous than what is newest in it
 */
public record AnomalyScore(double total, double silence, double newest, boolean farOff, boolean gradual) {
    private static final int FAR_OFF = 2;
    private static final int GRADUAL = 4;
    private static final int NEWEST_ODD = 8;

    public AnomalyScore {
        total = single(total);
        silence = single(silence);
        newest = single(newest);
    }

    private static double single(double number) {
        return (float) number;
    }

    /** The score of a step of which only the silence is known. */
    public static AnomalyScore ofSilence(double silence) {
        return new AnomalyScore(silence, silence, 0, false, false);
    }

    /**
     * The same for the journal, which holds the newest only where it was odd by itself: otherwise nobody asks how
     * little.
     *
     * @param newestOdd whether it was
     */
    public AnomalyScore journaled(boolean newestOdd) {
        return newestOdd ? this : new AnomalyScore(total, silence, 0, farOff, gradual);
    }

    /** Reads what {@link #write} wrote, of a step whose flags and silence are known. */
    public static AnomalyScore read(ByteBuffer in, int flags, double silence) {
        return new AnomalyScore(
                in.getFloat(),
                silence,
                (flags & NEWEST_ODD) != 0 ? in.getFloat() : 0,
                (flags & FAR_OFF) != 0,
                (flags & GRADUAL) != 0);
    }

    /** All that is yes or no. */
    public int flags() {
        return (newest > 0 ? NEWEST_ODD : 0) | (farOff ? FAR_OFF : 0) | (gradual ? GRADUAL : 0);
    }

    /** Writes what neither the flags tell nor the steps by themselves. */
    public void write(ByteBuffer out) {
        out.putFloat((float) total);
        if (newest > 0) {
            out.putFloat((float) newest);
        }
    }
}
