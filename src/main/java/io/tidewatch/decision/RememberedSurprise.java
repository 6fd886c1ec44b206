package io.tidewatch.decision;

import java.nio.ByteBuffer;

/**
 * What the judgement of a step came to, as it is written to the journal: enough to follow the entity's incidents again. Its
 * numbers are floats already when a judgement tells them, so that nothing is decided otherwise the second time.
 */
public record RememberedSurprise(double total, double silence, double newest, boolean farOff, boolean gradual)
        implements Surprise {
    private static final int FAR_OFF = 1;
    private static final int GRADUAL = 2;

    /** Writes all but the silence, which the reader must know. */
    public static void write(Surprise surprise, ByteBuffer out) {
        out.putFloat((float) surprise.total());
        out.putFloat((float) surprise.newest());
        out.put((byte) ((surprise.farOff() ? FAR_OFF : 0) | (surprise.gradual() ? GRADUAL : 0)));
    }

    /** @param silence surprise of the silence up to the step, unrounded */
    public static RememberedSurprise read(ByteBuffer in, double silence) {
        float total = in.getFloat();
        float newest = in.getFloat();
        int flags = in.get();
        return new RememberedSurprise(total, (float) silence, newest, (flags & FAR_OFF) != 0, (flags & GRADUAL) != 0);
    }
}
