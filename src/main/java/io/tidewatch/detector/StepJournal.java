package io.tidewatch.detector;

import io.tidewatch.decision.Lesson;
import io.tidewatch.window.Step;
import io.tidewatch.window.TimeContext;
import io.tidewatch.window.VarInt;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The steps that an entity's history took since it was last written whole, as bytes.
 *
 * <p>A step changes a few numbers in each of many histograms: written whole, the history costs thousands of bytes a step.
 * What the step brought is a few dozen, and is enough to do the same again. Once the journal is so long that writing the
 * history whole is cheaper, it gives up ({@link #full}) until {@link #clear}.
 */
final class StepJournal {
    /** With one step per commit a quarter of the history is cheapest; a sixth comes close, and keeps states small. */
    private static final int SHARE_OF_HISTORY = 6;

    /** A journal is made shorter, but not by more than three quarters, to keep both parts within 8 KB (at 32 × 8 they are). */
    private static final int BOTH_PARTS = 7_500;

    private static final int SMALLEST = 256;

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int limit;
    private boolean full = true;
    private long since;
    private long previousMs;

    /** Whether the history must be written whole. */
    boolean full() {
        return full;
    }

    /** Steps that the history had taken when it was last written whole. */
    long since() {
        return since;
    }

    /** The history must be written whole, whatever the journal holds: it changed by more than a step. */
    void giveUp() {
        full = true;
        bytes = ByteBuffer.allocate(0);
    }

    /**
     * Starts anew: the history has been written whole.
     *
     * <p>Entities that began together would write their histories together, and every few seconds a commit would take ten
     * times as long as the others. So each journal has its own length, half of the usual to half as much again.
     *
     * @param entity whose history it is
     * @param historySteps steps that it had taken by then
     * @param historyBytes its size then
     */
    void clear(String entity, long historySteps, int historyBytes) {
        since = historySteps;
        int usual = historyBytes / SHARE_OF_HISTORY;
        int longest = (int) (usual * (0.5 + spread(entity.hashCode() + historySteps)));
        limit = Math.max(SMALLEST, Math.max(usual / 4, Math.min(longest, BOTH_PARTS - historyBytes)));
        full = false;
        previousMs = 0;
        bytes.clear();
    }

    /** Spreads numbers evenly over 0..1 (multiplicative hashing: Knuth, TAOCP 3, 6.4). */
    private static double spread(long number) {
        return ((number * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
    }

    /**
     * Takes a step.
     *
     * @param lesson what the history learned of it; null: nothing
     * @param entry scratch of the calling thread
     */
    void add(Step step, @Nullable Lesson lesson, JournalEntry entry) {
        if (full) {
            return;
        }
        ByteBuffer added = entry.of(step, previousMs, lesson);
        int needed = bytes.position() + added.remaining();
        if (needed > limit) {
            giveUp();
            return;
        }
        if (needed > bytes.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(Math.min(limit, Math.max(SMALLEST, 2 * needed)));
            larger.put(bytes.flip());
            bytes = larger;
        }
        bytes.put(added);
        previousMs = step.startMs();
    }

    /** Does to a history what the steps did. */
    void replay(EntityHistory history, DetectorSpec spec, TimeContext time) {
        ByteBuffer in = bytes.duplicate().flip();
        int features = spec.features().size();
        long startMs = 0;
        while (in.hasRemaining()) {
            startMs += VarInt.read(in);
            Step step = Step.read(in, startMs, features, spec.categories().size());
            boolean learned = in.get() != 0;
            history.replay(step, learned ? in : null, time.localMs(startMs));
        }
    }

    void write(ByteBuffer out) {
        VarInt.write(out, since);
        VarInt.write(out, limit);
        out.putLong(previousMs);
        VarInt.write(out, bytes.position());
        out.put(bytes.array(), 0, bytes.position());
    }

    void read(ByteBuffer in) {
        since = VarInt.read(in);
        limit = (int) VarInt.read(in);
        previousMs = in.getLong();
        int length = (int) VarInt.read(in);
        if (length < 0 || length > limit || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes = ByteBuffer.allocate(length);
        bytes.put(in.array(), in.position(), length);
        in.position(in.position() + length);
        full = false;
    }
}
