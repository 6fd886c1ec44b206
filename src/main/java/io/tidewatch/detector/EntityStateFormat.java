package io.tidewatch.detector;

import io.tidewatch.codec.TextCodec;
import io.tidewatch.codec.VarInt;
import io.tidewatch.event.FeatureMapping;
import io.tidewatch.window.TimeContext;
import io.tidewatch.window.Window;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an {@link EntityState}.
 *
 * <p>In a store it has two parts: the <em>recent</em> part is small, and may change with each event: when the entity is
 * due, the shape it was written for, the open steps and the place of the {@link StepJournal}. The <em>history</em> is
 * large, and changes when a step closes. Both belong together, which a count of steps in each proves.
 *
 * <p>In a changelog it is a row of {@link ChangeRecord}s: one with both parts, and some with only the changes since the
 * one before. What is read is exactly what was written, to the last bit, so that a restart changes no decision. Belongs
 * to one thread.
 */
public final class EntityStateFormat {
    private static final byte VERSION = 21;

    /** The version without the time after which an incident is the new normal; otherwise the same. */
    private static final byte PREVIOUS_VERSION = 20;

    private static final int DUE_AT = 1;

    /** States come and go one for one. */
    private static final int MOST_SPARE = 4;

    private final DetectorSpec spec;
    private final TimeContext time;
    private final StateSpecs specs;
    /** Histories of released states, which the next ones reuse. */
    private final ArrayDeque<EntityHistory> spare = new ArrayDeque<>(MOST_SPARE);

    private ByteBuffer buffer = ByteBuffer.allocate(4096);

    /** @param history the detector's features, now and earlier */
    public EntityStateFormat(DetectorSpec spec, FeatureHistory history) {
        this.spec = spec;
        this.time = new TimeContext(spec.zone());
        this.specs = new StateSpecs(spec, history);
    }

    /**
     * Makes the next record of an entity's changelog. Together with the newest record of each smaller number it holds
     * the whole current state. Each call makes another record.
     */
    public ChangeRecord record(EntityState state) {
        StepJournal journal = state.journal;
        if (journal.wholeIsDue(state.entity())) {
            byte[] history = bytes(writeHistory(state));
            journal.wroteWhole(state.history().window().count(), history.length);
            return new ChangeRecord(0, bytes(write(out -> {
                writeRecent(state, out);
                out.put(history);
            })));
        }
        int number = journal.next();
        byte[] bytes = bytes(write(out -> {
            out.put(VERSION);
            VarInt.write(out, journal.since());
            state.clock.write(out);
            journal.writeSteps(out);
        }));
        journal.wroteSteps();
        return new ChangeRecord(number, bytes);
    }

    /** The bytes of the history; the next call overwrites them. */
    public ByteBuffer writeHistory(EntityState state) {
        EntityHistory history = state.history();
        return write(out -> {
            out.put(VERSION);
            history.write(out);
        });
    }

    /** The bytes of the recent part, whose changes are in a {@link #record}; the next call overwrites them. */
    public ByteBuffer writeRecent(EntityState state) {
        return write(out -> writeRecent(state, out));
    }

    private void writeRecent(EntityState state, ByteBuffer out) {
        out.put(VERSION);
        out.putLong(state.clock.nextDueMs());
        specs.write(out, state.spec());
        TextCodec.write(out, state.entity());
        state.journal.writePlace(out);
        state.clock.write(out);
    }

    private static byte[] bytes(ByteBuffer written) {
        return Arrays.copyOf(written.array(), written.limit());
    }

    private ByteBuffer write(Consumer<ByteBuffer> parts) {
        while (true) {
            try {
                buffer.clear();
                parts.accept(buffer);
                return buffer.flip();
            } catch (BufferOverflowException e) {
                buffer = ByteBuffer.allocate(2 * buffer.capacity());
            }
        }
    }

    /**
     * The watermark at which the entity is due, {@link Detector#nextDueMs}, from its recent part.
     *
     * @throws IllegalArgumentException when the bytes are of another version
     */
    public static long dueMs(byte[] recent) {
        version(recent[0]);
        return ByteBuffer.wrap(recent).getLong(DUE_AT);
    }

    /**
     * Reads a state from its two parts.
     *
     * @param recent read at once
     * @param history asked for the bytes of the history when they are first needed, which are then read at once
     * @throws IllegalArgumentException when the bytes are of another version or shape (other features, window length),
     *     saying which and what to do; also from the state's use, when the history does not belong to it
     */
    public EntityState read(ByteBuffer recent, Supplier<@Nullable ByteBuffer> history) {
        return complete(() -> {
            StepJournal journal = new StepJournal();
            EntityState state = readRecent(recent, journal, of -> readHistory(history.get(), of, journal));
            if (recent.hasRemaining()) {
                throw new IllegalArgumentException("entity state goes on after its end; the store is damaged");
            }
            return state;
        });
    }

    /**
     * Converts a state with earlier features to the configured features. Not done by {@link #read}, since {@link
     * #restore} needs the features that the records of the changelog were written for.
     *
     * @return the state itself, or a converted one, which must be written whole
     */
    public EntityState ofNow(EntityState state) {
        FeatureMapping kept = specs.changedSince(state.spec());
        return kept == null ? state : complete(() -> state.withFeatures(spec, kept));
    }

    /**
     * The state that a record of the changelog leads to.
     *
     * @param before the state that those before it led to; null: there were none
     * @return null when the record is older than the newest one with everything, and there is no state yet
     * @throws IllegalArgumentException as {@link #read}
     */
    public @Nullable EntityState restore(@Nullable EntityState before, ChangeRecord record) {
        ByteBuffer in = ByteBuffer.wrap(record.bytes());
        return complete(() -> record.number() == 0 ? restoreWhole(in) : restoreSteps(before, record.number(), in));
    }

    private EntityState restoreWhole(ByteBuffer in) {
        StepJournal journal = new StepJournal();
        EntityState state = readRecent(in, journal, EntityHistory::new);
        readHistory(in, state.history(), journal);
        state.historyToStore();
        return state;
    }

    private @Nullable EntityState restoreSteps(@Nullable EntityState before, int number, ByteBuffer in) {
        version(in.get());
        long since = VarInt.read(in);
        if (before == null || since != before.history().window().count()) {
            // A newer record with everything holds these steps, too.
            return before;
        }
        StepJournal journal = new StepJournal();
        // Loaded now: a supplier that refers to the state before would keep it in memory, and so on.
        EntityHistory history = before.history();
        EntityState state = new EntityState(before.entity(), before.spec(), journal, () -> history);
        state.clock.read(in);
        journal.replay(number, before.journal, in, before.entity(), history, before.spec(), time);
        state.historyToStore();
        return state;
    }

    private EntityState readRecent(ByteBuffer in, StepJournal journal, Function<DetectorSpec, EntityHistory> history) {
        version(in.get());
        in.getLong();
        DetectorSpec of = specs.read(in);
        String entity = TextCodec.read(in);
        journal.readPlace(in);
        EntityState state = new EntityState(entity, of, journal, () -> history.apply(of));
        state.clock.read(in);
        return state;
    }

    /**
     * Takes back a state that is not used any more; the next state read reuses its objects. Without this, where far
     * more entities than fit into memory take turns, each event would leave several thousand bytes to collect.
     */
    public void release(EntityState state) {
        EntityHistory history = state.takeHistory();
        if (history != null && state.spec() == spec && spare.size() < MOST_SPARE) {
            spare.push(history);
        }
    }

    private EntityHistory readHistory(@Nullable ByteBuffer bytes, DetectorSpec of, StepJournal journal) {
        if (bytes == null) {
            throw new IllegalArgumentException("entity state has no history; the store is damaged");
        }
        return complete(() -> {
            boolean reusable = of == spec && journal.since() >= Math.max(spec.windowSteps(), Window.WARM_UP_STEPS);
            // The state of a young entity is written in part; the rest must be as in a new one.
            EntityHistory history = reusable && !spare.isEmpty() ? spare.pop() : new EntityHistory(of);
            readHistory(bytes, history, journal);
            return history;
        });
    }

    private static void readHistory(ByteBuffer in, EntityHistory history, StepJournal journal) {
        if (version(in.get()) == PREVIOUS_VERSION) {
            history.readVersion20(in);
        } else {
            history.read(in);
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("entity history goes on after its end; the store is damaged");
        }
        if (history.window().count() != journal.since()) {
            throw new IllegalArgumentException("entity history has "
                    + history.window().count() + " steps, its recent part belongs to " + journal.since()
                    + "; the store is damaged");
        }
    }

    private static <T extends @Nullable Object> T complete(Supplier<T> read) {
        try {
            return read.get();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("entity state ends early; the store is damaged", e);
        }
    }

    private static byte version(byte found) {
        if (found != PREVIOUS_VERSION) {
            StateSpecs.expect("format version", VERSION, found);
        }
        return found;
    }
}
