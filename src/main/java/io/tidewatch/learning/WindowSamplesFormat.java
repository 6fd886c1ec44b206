package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evidence.Deviations;
import io.tidewatch.learning.WindowSamples.Kept;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** Bytes of {@link WindowSamples}: magic, version, checksum of all that follows, what was measured, the windows. */
public final class WindowSamplesFormat {
    private static final int MAGIC = 0x54575331;
    private static final byte VERSION = 2;
    private static final int HEADER = Integer.BYTES + 1 + Long.BYTES;

    private final DetectorSpec spec;
    /** Floats of a sample's cells, scales and deviations. */
    private final int[] lengths;

    public WindowSamplesFormat(DetectorSpec spec) {
        this.spec = spec;
        int features = spec.features().size();
        int steps = spec.windowSteps();
        this.lengths = new int[] {steps * features, 2 * features, Deviations.reach(steps) * features};
    }

    public byte[] write(WindowSamples samples) throws IOException {
        Kept kept = samples.kept();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        text(body, SampleShape.text(spec));
        body.writeLong(kept.shown());
        body.writeInt(kept.stride());
        body.writeInt(kept.untilMs().size());
        for (Map.Entry<String, Long> entity : kept.untilMs().entrySet()) {
            text(body, entity.getKey());
            body.writeLong(entity.getValue());
        }
        body.writeInt(kept.samples().size());
        for (TrainingSample sample : kept.samples()) {
            for (Cells cells : List.of(sample.cells(), sample.scales(), sample.deviations())) {
                for (float value : cells.values()) {
                    body.writeFloat(value);
                }
            }
            text(body, sample.entity());
            body.writeLong(sample.stepMs());
            body.writeLong(sample.spanMs());
            body.writeLong(sample.localMs());
            for (String category : sample.categories()) {
                text(body, category);
            }
        }
        byte[] all = bytes.toByteArray();
        return ByteBuffer.allocate(HEADER + all.length)
                .putInt(MAGIC)
                .put(VERSION)
                .putLong(checksum(all, 0))
                .put(all)
                .array();
    }

    /**
     * Reads samples.
     *
     * @return empty when they are of another detector, or of another release
     * @throws IllegalArgumentException when the bytes are damaged
     */
    public Optional<WindowSamples> read(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.getInt() != MAGIC) {
                throw new IllegalArgumentException("these are no windows to learn from");
            }
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            if (in.getLong() != checksum(bytes, HEADER)) {
                throw new IllegalArgumentException("the checksum is of other bytes");
            }
            return text(in).equals(SampleShape.text(spec))
                    ? Optional.of(new WindowSamples(spec, kept(in)))
                    : Optional.empty();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the bytes end before the windows do", e);
        }
    }

    private Kept kept(ByteBuffer in) {
        long shown = in.getLong();
        int stride = in.getInt();
        Map<String, Long> untilMs = new LinkedHashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            untilMs.put(text(in), in.getLong());
        }
        List<TrainingSample> samples = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            samples.add(sample(in));
        }
        if (stride < 1 || shown < samples.size() || in.hasRemaining()) {
            throw new IllegalArgumentException("the counts contradict the windows");
        }
        return new Kept(shown, stride, untilMs, samples);
    }

    private TrainingSample sample(ByteBuffer in) {
        Cells cells = cells(in, lengths[0]);
        Cells scales = cells(in, lengths[1]);
        Cells deviations = cells(in, lengths[2]);
        String entity = text(in);
        long stepMs = in.getLong();
        long spanMs = in.getLong();
        long localMs = in.getLong();
        List<String> categories = new ArrayList<>();
        for (int c = 0; c < spec.categories().size(); c++) {
            categories.add(text(in));
        }
        return new TrainingSample(entity, stepMs, spanMs, localMs, categories, cells, scales, deviations);
    }

    /**
     * Reads floats; their number comes from the configuration, and is checked against the bytes left before an array is
     * made.
     */
    private static Cells cells(ByteBuffer in, int length) {
        if (in.remaining() < (long) length * Float.BYTES) {
            throw new BufferUnderflowException();
        }
        float[] values = new float[length];
        in.asFloatBuffer().get(values);
        in.position(in.position() + length * Float.BYTES);
        return new Cells(values);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long checksum(byte[] bytes, int from) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, from, bytes.length - from);
        return checksum.getValue();
    }
}
