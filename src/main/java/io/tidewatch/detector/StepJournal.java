package io.tidewatch.detector;

import io.tidewatch.calibration.CalibrationUpdate;
import io.tidewatch.codec.VarInt;
import io.tidewatch.decision.AnomalyScore;
import io.tidewatch.window.Step;
import io.tidewatch.window.TimeContext;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The steps that an entity's history has taken since its last record in the changelog, as bytes.
 *
 * <p>A step changes a few numbers in each of many sketches, so writing the whole history would cost thousands of bytes
 * a step. The input of the step takes a few dozen bytes, and is enough to repeat its changes. So record number 0 holds
 * everything, and the records from number 1 on hold only steps; then a new record 0 replaces them.
 */
final class StepJournal {
    /**
     * After record 0 there are at least so many records with steps, and at most twice as many; the number depends on
     * the entity. Otherwise entities that began together would write everything together, and every few seconds a
     * commit would take ten times as long as the others.
     */
    private static final int FEWEST_RECORDS = 16;

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    /** The next record must hold everything. */
    private boolean wholeIsDue = true;
    /** Count of the history's steps at the last record. */
    private long since;
    /** Steps since the last record. */
    private int steps;
    /** Number of the last record. */
    private int record;
    /** Whether the last record must be kept: it holds steps or everything. */
    private boolean kept;
    /** Bytes of the steps in the records that follow the last one with everything. */
    private int following;
    /** Size of the history when it was last written whole; the steps must not take more. */
    private int historyBytes;

    private long previousMs;

    /** Whether the next record must hold everything. */
    boolean wholeIsDue(String entity) {
        return wholeIsDue || next() > FEWEST_RECORDS * (1 + spread(entity.hashCode()));
    }

    /** Spreads numbers evenly over 0..1 (multiplicative hashing: Knuth, TAOCP 3, 6.4). */
    private static double spread(long number) {
        return ((number * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
    }

    /**
     * Number of the next record, if it does not hold everything. A record without steps is replaced by the next one.
     */
    int next() {
        return kept ? record + 1 : record;
    }

    /** Count of the history's steps at the last record. */
    long since() {
        return since;
    }

    /** Drops the steps: the next record must hold everything, because the history has changed by more than a step. */
    void giveUp() {
        wholeIsDue = true;
        bytes = ByteBuffer.allocate(0);
    }

    /**
     * @param update what the history learned from the step; null: nothing
     * @param followed the score that incidents took; null: none
     * @param entry scratch of the calling thread
     */
    void add(Step step, @Nullable CalibrationUpdate update, @Nullable AnomalyScore followed, JournalEntry entry) {
        if (wholeIsDue) {
            return;
        }
        ByteBuffer added = entry.of(step, previousMs, update, followed);
        int needed = bytes.position() + added.remaining();
        if (following + needed > historyBytes) {
            giveUp();
            return;
        }
        if (needed > bytes.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, 2 * bytes.capacity()));
            larger.put(bytes.flip());
            bytes = larger;
        }
        bytes.put(added);
        previousMs = step.startMs();
        steps++;
    }

    /**
     * Notes that a record with everything has been written.
     *
     * @param historySteps that the history has taken
     * @param newHistoryBytes its size
     */
    void wroteWhole(long historySteps, int newHistoryBytes) {
        wholeIsDue = false;
        historyBytes = newHistoryBytes;
        following = 0;
        wrote(0, true, historySteps);
    }

    /** Notes that the {@link #next} record has been written with the steps of this journal. */
    void wroteSteps() {
        following += bytes.position();
        wrote(next(), steps > 0, since + steps);
    }

    private void wrote(int number, boolean keep, long historySteps) {
        record = number;
        kept = keep;
        since = historySteps;
        steps = 0;
        previousMs = 0;
        bytes.clear();
    }

    void writeSteps(ByteBuffer out) {
        out.put(bytes.array(), 0, bytes.position());
    }

    /**
     * Takes over the steps of a record that follows the last one, and repeats their changes of the history.
     *
     * @param number of the record
     * @param before the journal of the state that the record follows
     * @param in positioned at the steps that {@link #writeSteps} wrote; read to its end
     * @param entity and history that they belong to
     */
    void replay(
            int number,
            StepJournal before,
            ByteBuffer in,
            String entity,
            EntityHistory history,
            DetectorSpec spec,
            TimeContext time) {
        wholeIsDue = false;
        historyBytes = before.historyBytes;
        following = before.following + in.remaining();
        long startMs = 0;
        long fromSteps = history.window().count();
        while (in.hasRemaining()) {
            startMs += VarInt.read(in);
            Step step = Step.read(
                    in, startMs, spec.features().size(), spec.categories().size());
            long localMs = time.localMs(startMs);
            double silence = history.slide(step, localMs);
            history.follow(entity, step, localMs, JournalEntry.repeat(in, silence, history));
            history.window().learnSeason(localMs);
        }
        long after = history.window().count();
        wrote(number, after > fromSteps, after);
    }

    /** Writes the journal's position, to be called after its steps or the whole history have been written. */
    void writePlace(ByteBuffer out) {
        out.put((byte) (wholeIsDue ? 1 : 0));
        VarInt.write(out, since);
        VarInt.writeUnsigned(out, record);
        out.put((byte) (kept ? 1 : 0));
        VarInt.writeUnsigned(out, following);
        VarInt.writeUnsigned(out, historyBytes);
    }

    void readPlace(ByteBuffer in) {
        wholeIsDue = in.get() != 0;
        since = VarInt.read(in);
        record = VarInt.readUnsigned(in);
        kept = in.get() != 0;
        following = VarInt.readUnsigned(in);
        historyBytes = VarInt.readUnsigned(in);
        if (record < 0 || following < 0 || historyBytes < 0) {
            throw new BufferUnderflowException();
        }
    }
}
