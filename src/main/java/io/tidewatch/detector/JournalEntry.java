package io.tidewatch.detector;

import io.tidewatch.calibration.CalibrationUpdate;
import io.tidewatch.codec.VarInt;
import io.tidewatch.decision.AnomalyScore;
import io.tidewatch.window.Step;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one step on their way into a {@link StepJournal}, which must know how many there are before it takes them.
 * Used again for each step; belongs to one thread.
 */
final class JournalEntry {
    private static final int LEARNED = 1;
    private static final int FOLLOWED = 2;

    /** Bits of the flags after a step that are the journal's own; a surprise's are above. */
    static final int FLAGS = 2;

    private ByteBuffer bytes = ByteBuffer.allocate(512);

    /** Whether the history learned of a step with these flags. */
    static boolean learned(int flags) {
        return (flags & LEARNED) != 0;
    }

    /** Whether incidents were told of it. */
    static boolean followed(int flags) {
        return (flags & FOLLOWED) != 0;
    }

    /**
     * Writes a step.
     *
     * @param previousMs start of the step before it in the journal, epoch milliseconds
     * @param update what the history learned of it; null: nothing
     * @param followed what incidents were told of it; null: nothing
     * @return ready to be read, until the next call
     */
    ByteBuffer of(Step step, long previousMs, @Nullable CalibrationUpdate update, @Nullable AnomalyScore followed) {
        while (true) {
            try {
                bytes.clear();
                VarInt.write(bytes, step.startMs() - previousMs);
                step.write(bytes);
                int flags = (update == null ? 0 : LEARNED) | (followed == null ? 0 : FOLLOWED);
                bytes.put((byte) (followed == null ? flags : flags | followed.flags() << FLAGS));
                if (followed != null) {
                    followed.write(bytes);
                }
                if (update != null) {
                    update.write(bytes);
                }
                return bytes.flip();
            } catch (BufferOverflowException e) {
                bytes = ByteBuffer.allocate(2 * bytes.capacity());
            }
        }
    }
}
