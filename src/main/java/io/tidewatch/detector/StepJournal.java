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
 * The steps that an entity's history took since its last record in the changelog, as bytes.
 *
 * <p>A step changes a few numbers in each of many histograms: written whole, the history costs thousands of bytes a step.
 * What the step brought is a few dozen, and is enough to do the same again. So a record with everything, number 0, is
 * followed by some that hold steps only, numbered from 1 on; then comes one with everything again, and takes their place.
 */
final class StepJournal {
    /**
     * Records that follow one with everything: so many, or up to as many more, entity by entity. Entities that began together
     * would else write everything together, and every few seconds a commit would take ten times as long as the others.
     */
    private static final int FEWEST_RECORDS = 16;

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    /** The next record must hold everything. */
    private boolean wholeIsDue = true;
    /** Steps that the history had taken by the last record. */
    private long since;
    /** Steps taken since. */
    private int steps;
    /** Number of the last record. */
    private int record;
    /** Whether the last record must be kept: it holds steps, or everything. */
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

    /** Number of the next record, if it does not hold everything. One without steps gives way to its successor. */
    int next() {
        return kept ? record + 1 : record;
    }

    /** Steps that the history had taken by the last record. */
    long since() {
        return since;
    }

    /** The next record must hold everything, whatever the journal holds: the history changed by more than a step. */
    void giveUp() {
        wholeIsDue = true;
        bytes = ByteBuffer.allocate(0);
    }

    /**
     * Takes a step.
     *
     * @param update what the history learned of it; null: nothing
     * @param followed what incidents were told of it; null: nothing
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
     * A record with everything has been written.
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

    /** The {@link #next} record has been written, and holds what this journal held. */
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

    /** Writes the steps. */
    void writeSteps(ByteBuffer out) {
        out.put(bytes.array(), 0, bytes.position());
    }

    /**
     * Takes over the steps of a record that follows the last one, and does to the history what they did.
     *
     * @param number of the record
     * @param before the journal of the state that the record follows
     * @param in at its steps, which end it; {@link #writeSteps} wrote them
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
            history.replay(entity, step, in, time.localMs(startMs));
        }
        long after = history.window().count();
        wrote(number, after > fromSteps, after);
    }

    /** Writes where the journal stands, once its steps are in a record or the history that they belong to is written, too. */
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
