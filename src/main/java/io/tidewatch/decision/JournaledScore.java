package io.tidewatch.decision;

import java.nio.ByteBuffer;

/**
 * What the judgement of a step came to, as far as it is written to the journal: enough to follow the entity's incidents again.
 *
 * @param total a float already when a judgement tells it, so that nothing is decided otherwise the second time
 * @param newest likewise; 0 where it was not odd, for then nobody asks how little
 */
public record JournaledScore(double total, double silence, double newest, boolean farOff, boolean gradual)
        implements AnomalyScore {
    private static final int FAR_OFF = 2;
    private static final int GRADUAL = 4;
    private static final int NEWEST_ODD = 8;

    /**
     * What to remember of a surprise.
     *
     * @param newestOdd whether what was newest was odd by itself
     */
    public static JournaledScore of(AnomalyScore surprise, boolean newestOdd) {
        return new JournaledScore(
                (float) surprise.total(),
                (float) surprise.silence(),
                newestOdd ? (float) surprise.newest() : 0,
                surprise.farOff(),
                surprise.gradual());
    }

    /** Reads what {@link #write} wrote, of a step whose flags and silence are known. */
    public static JournaledScore read(ByteBuffer in, int flags, double silence) {
        return new JournaledScore(
                in.getFloat(),
                (float) silence,
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
