package io.tidewatch.learning;

import io.tidewatch.codec.TextCodec;
import io.tidewatch.codec.VarInt;
import io.tidewatch.detector.DetectorSpec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bytes of a {@link TrainingSample}: version, fingerprint of what is measured, entity, times, categories, numbers. How
 * many numbers there are comes from the configuration, never from the bytes.
 */
public final class TrainingSampleFormat {
    private static final byte VERSION = 1;

    /** The longest a {@link VarInt} is. */
    private static final int LONGEST_NUMBER = 10;

    private final SampleShape shape;

    public TrainingSampleFormat(DetectorSpec spec) {
        this.shape = SampleShape.of(spec);
    }

    public byte[] write(TrainingSample sample) {
        ByteBuffer out = ByteBuffer.allocate(size(sample));
        out.put(VERSION);
        out.putInt(shape.fingerprint());
        TextCodec.write(out, sample.entity());
        VarInt.write(out, sample.stepMs());
        VarInt.write(out, sample.spanMs());
        VarInt.write(out, sample.localMs() - sample.stepMs());
        sample.categories().forEach(category -> TextCodec.write(out, category));
        for (Cells cells : List.of(sample.cells(), sample.scales(), sample.deviations())) {
            out.asFloatBuffer().put(cells.values());
            out.position(out.position() + cells.length() * Float.BYTES);
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private int size(TrainingSample sample) {
        int size = 1 + Integer.BYTES + 3 * LONGEST_NUMBER + text(sample.entity());
        for (String category : sample.categories()) {
            size += text(category);
        }
        return size + numbers() * Float.BYTES;
    }

    private int numbers() {
        return shape.cells() + shape.scales() + shape.deviations();
    }

    private static int text(String text) {
        return LONGEST_NUMBER + text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** About how many bytes a sample takes. */
    public int bytes() {
        return numbers() * Float.BYTES;
    }

    /** Whether the bytes are a sample of this release's version and of this detector's features, steps and zone. */
    public boolean fits(byte[] bytes) {
        return bytes.length > Integer.BYTES
                && bytes[0] == VERSION
                && ByteBuffer.wrap(bytes).getInt(1) == shape.fingerprint();
    }

    /**
     * Reads a sample.
     *
     * @return empty when it is of another release, or of other features, steps or zone
     * @throws IllegalArgumentException when the bytes are damaged
     */
    public Optional<TrainingSample> read(byte[] bytes) {
        if (!fits(bytes)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).position(1 + Integer.BYTES);
        try {
            TrainingSample sample = read(in);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("sample goes on after its end");
            }
            return Optional.of(sample);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("sample ends early", e);
        }
    }

    /**
     * The key of a sample whose bytes {@linkplain #fits fit}, without reading all of it.
     *
     * @throws IllegalArgumentException when the bytes are damaged
     */
    SampleKey key(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).position(1 + Integer.BYTES);
        try {
            String entity = TextCodec.read(in);
            long stepMs = VarInt.read(in);
            return new SampleKey(stepMs, stepMs, entity);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("sample ends early", e);
        }
    }

    private TrainingSample read(ByteBuffer in) {
        String entity = TextCodec.read(in);
        long stepMs = VarInt.read(in);
        long spanMs = VarInt.read(in);
        long localMs = stepMs + VarInt.read(in);
        List<String> categories = new ArrayList<>();
        for (int c = 0; c < shape.categories(); c++) {
            categories.add(TextCodec.read(in));
        }
        return new TrainingSample(
                entity,
                stepMs,
                spanMs,
                localMs,
                categories,
                cells(in, shape.cells()),
                cells(in, shape.scales()),
                cells(in, shape.deviations()));
    }

    private static Cells cells(ByteBuffer in, int length) {
        if (in.remaining() < (long) length * Float.BYTES) {
            throw new BufferUnderflowException();
        }
        float[] values = new float[length];
        in.asFloatBuffer().get(values);
        in.position(in.position() + length * Float.BYTES);
        return new Cells(values);
    }
}
