package io.tidewatch.detector;

import io.tidewatch.window.Text;
import io.tidewatch.window.TimeContext;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an {@link EntityState}, in two parts.
 *
 * <p>The <em>recent</em> part is small and written after each change: when the entity is due, the shape it was written
 * for, the open steps, silence and incident, and the {@link StepJournal}. The <em>history</em> is large and written only
 * when the journal is {@link #mustWriteHistory full}; both belong together, which a count of steps in each proves. What is
 * read is exactly what was written, to the last bit, so that a restart changes no decision. Belongs to one thread.
 */
public final class EntityStateFormat {
    private static final byte VERSION = 7;
    private static final int DUE_AT = 1;

    private final DetectorSpec spec;
    private final TimeContext time;
    private ByteBuffer buffer = ByteBuffer.allocate(4096);

    public EntityStateFormat(DetectorSpec spec) {
        this.spec = spec;
        this.time = new TimeContext(spec.zone());
    }

    /** Whether the history must be written, and before the recent part. */
    public boolean mustWriteHistory(EntityState state) {
        return state.journal.full();
    }

    /** The bytes of the history. Empties the journal. */
    public byte[] writeHistory(EntityState state) {
        EntityHistory history = state.history();
        byte[] bytes = write(out -> {
            out.put(VERSION);
            history.window().write(out);
            history.calibration().write(out);
        });
        state.journal.clear(state.entity(), history.window().count(), bytes.length);
        return bytes;
    }

    /** The bytes of the recent part. */
    public byte[] writeRecent(EntityState state) {
        return write(out -> {
            out.put(VERSION);
            out.putLong(state.clock.nextDueMs());
            out.putShort((short) spec.windowSteps());
            out.putShort((short) spec.features().size());
            out.putShort((short) spec.categories().size());
            out.putLong(spec.step().lengthMs());
            Text.write(out, state.entity());
            String model = state.modelVersion;
            Text.write(out, model == null ? "" : model);
            state.journal.write(out);
            state.clock.write(out);
            state.silence.write(out);
            state.incidents.write(out);
        });
    }

    private byte[] write(Consumer<ByteBuffer> parts) {
        while (true) {
            try {
                buffer.clear();
                parts.accept(buffer);
                return Arrays.copyOf(buffer.array(), buffer.position());
            } catch (BufferOverflowException e) {
                buffer = ByteBuffer.allocate(2 * buffer.capacity());
            }
        }
    }

    /**
     * The partition time at which the entity is due, {@link Detector#nextDueMs}, from its recent part.
     *
     * @throws IllegalArgumentException when the bytes are of another version
     */
    public static long dueMs(byte[] recent) {
        expect("format version", VERSION, recent[0]);
        return ByteBuffer.wrap(recent).getLong(DUE_AT);
    }

    /**
     * Reads a state.
     *
     * @param history asked for the bytes of the history when they are first needed
     * @throws IllegalArgumentException when the bytes are of another version or shape (other features, window length),
     *     saying which and what to do; also from the state's use, when the history does not belong to it
     */
    public EntityState read(byte[] recent, Supplier<byte @Nullable []> history) {
        ByteBuffer in = ByteBuffer.wrap(recent);
        try {
            expect("format version", VERSION, in.get());
            in.getLong();
            expect("window steps", spec.windowSteps(), in.getShort());
            expect("number of features", spec.features().size(), in.getShort());
            expect("number of categories", spec.categories().size(), in.getShort());
            expect("step length in ms", spec.step().lengthMs(), in.getLong());
            String entity = Text.read(in);
            String model = Text.read(in);
            StepJournal journal = new StepJournal();
            journal.read(in);
            EntityState state = new EntityState(entity, spec, journal, () -> readHistory(history.get(), journal));
            state.modelVersion = model.isEmpty() ? null : model;
            state.clock.read(in);
            state.silence.read(in);
            state.incidents.read(in);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("entity state goes on after its end; the store is damaged");
            }
            return state;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("entity state ends early; the store is damaged", e);
        }
    }

    private EntityHistory readHistory(byte @Nullable [] bytes, StepJournal journal) {
        if (bytes == null) {
            throw new IllegalArgumentException("entity state has no history; the store is damaged");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        EntityHistory history = EntityHistory.empty(spec);
        try {
            expect("format version", VERSION, in.get());
            history.window().read(in);
            history.calibration().read(in);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("entity history goes on after its end; the store is damaged");
            }
            if (history.window().count() != journal.since()) {
                throw new IllegalArgumentException(
                        "entity history has " + history.window().count() + " steps, its journal goes on from "
                                + journal.since() + "; the store is damaged");
            }
            journal.replay(history, spec, time);
            return history;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("entity history ends early; the store is damaged", e);
        }
    }

    private static void expect(String what, long expected, long found) {
        if (expected != found) {
            throw new IllegalArgumentException(
                    "entity state was written for " + what + " " + found + ", configured is " + expected
                            + "; give the detector a new name, or reset its state (kafka-streams-application-reset)");
        }
    }
}
