package io.tidewatch.detector;

import io.tidewatch.decision.Lesson;
import io.tidewatch.decision.RememberedSurprise;
import io.tidewatch.decision.Surprise;
import io.tidewatch.window.Step;
import io.tidewatch.window.VarInt;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one step on their way into a {@link StepJournal}, which must know how many there are before it takes them.
 * Used again for each step; belongs to one thread.
 */
final class JournalEntry {
    private ByteBuffer bytes = ByteBuffer.allocate(512);

    /**
     * Writes a step.
     *
     * @param previousMs start of the step before it in the journal, epoch milliseconds
     * @param lesson what the history learned of it; null: nothing
     * @param followed what the incident was told of it; null: nothing
     * @return ready to be read, until the next call
     */
    ByteBuffer of(Step step, long previousMs, @Nullable Lesson lesson, @Nullable Surprise followed) {
        while (true) {
            try {
                bytes.clear();
                VarInt.write(bytes, step.startMs() - previousMs);
                step.write(bytes);
                bytes.put((byte) (lesson == null ? 0 : 1));
                if (lesson != null) {
                    lesson.write(bytes);
                }
                bytes.put((byte) (followed == null ? 0 : 1));
                if (followed != null) {
                    RememberedSurprise.write(followed, bytes);
                }
                return bytes.flip();
            } catch (BufferOverflowException e) {
                bytes = ByteBuffer.allocate(2 * bytes.capacity());
            }
        }
    }
}
