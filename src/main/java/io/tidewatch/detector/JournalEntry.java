package io.tidewatch.detector;

import io.tidewatch.calibration.CalibrationUpdate;
import io.tidewatch.codec.VarInt;
import io.tidewatch.decision.AnomalyScore;
import io.tidewatch.window.Step;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one step to a buffer: a {@link StepJournal} must know the number of bytes before it takes them. Reused from
 * step to step; belongs to one thread.
 */
final class JournalEntry {
    private static final int LEARNED = 1;
    private static final int FOLLOWED = 2;

    /** Number of the journal's own bits in the flags after a step; the score's bits are above them. */
    private static final int FLAGS = 2;

    private ByteBuffer bytes = ByteBuffer.allocate(512);

    /**
     * @param previousMs start of the step before it in the journal, epoch milliseconds
     * @param update what the history learned from the step; null: nothing
     * @param followed the score that incidents took; null: none
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

    /**
     * Repeats what the history learned from a step, without scoring it again.
     *
     * @param in positioned after the step; read to the end of its entry
     * @param silence score of the silence up to the step
     * @return the score that incidents took; null: none
     */
    static @Nullable AnomalyScore repeat(ByteBuffer in, double silence, EntityHistory history) {
        int flags = in.get();
        AnomalyScore followed = (flags & FOLLOWED) == 0 ? null : AnomalyScore.read(in, flags >> FLAGS, silence);
        if ((flags & LEARNED) != 0) {
            history.calibration().learn(in, history.window());
        }
        return followed;
    }
}
