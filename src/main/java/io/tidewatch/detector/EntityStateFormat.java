package io.tidewatch.detector;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Bytes of an {@link EntityState}: a version, the shape they were written for, then each part in turn. What is read is
 * exactly what was written, to the last bit, so that a restart changes no decision. Belongs to one thread.
 */
public final class EntityStateFormat {
    private static final byte VERSION = 1;

    private final DetectorSpec spec;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(8192);

    public EntityStateFormat(DetectorSpec spec) {
        this.spec = spec;
    }

    public byte[] write(EntityState state) {
        buffer.reset();
        try (DataOutputStream out = new DataOutputStream(buffer)) {
            out.writeByte(VERSION);
            out.writeShort(spec.windowSteps());
            out.writeShort(spec.features().size());
            out.writeShort(spec.categories().size());
            out.writeLong(spec.step().lengthMs());
            out.writeUTF(state.entity());
            String model = state.modelVersion;
            out.writeUTF(model == null ? "" : model);
            state.clock.write(out);
            state.window.write(out);
            state.silence.write(out);
            state.calibration.write(out);
            state.incidents.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
        return buffer.toByteArray();
    }

    /**
     * Reads a state.
     *
     * @throws IllegalArgumentException when the bytes are of another version or shape (other features, window length),
     *     saying which and what to do
     */
    public EntityState read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            expect("format version", VERSION, in.readByte());
            expect("window steps", spec.windowSteps(), in.readShort());
            expect("number of features", spec.features().size(), in.readShort());
            expect("number of categories", spec.categories().size(), in.readShort());
            expect("step length in ms", spec.step().lengthMs(), in.readLong());
            EntityState state = new EntityState(in.readUTF(), spec);
            String model = in.readUTF();
            state.modelVersion = model.isEmpty() ? null : model;
            state.clock.read(in);
            state.window.read(in);
            state.silence.read(in);
            state.calibration.read(in);
            state.incidents.read(in);
            if (in.read() != -1) {
                throw new IllegalArgumentException("entity state goes on after its end; the store is damaged");
            }
            return state;
        } catch (IOException e) {
            throw new IllegalArgumentException("entity state ends early; the store is damaged", e);
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
