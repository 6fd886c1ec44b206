package io.tidewatch.learning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * Names a window among those to learn from. In order: when it is taken, then its step, then its entity.
 *
 * @param takenMs event time after which it is taken: its step's start, or, where its task was further already, that
 *     task's time; epoch milliseconds
 * @param stepMs start of its newest step, epoch milliseconds
 */
public record SampleKey(long takenMs, long stepMs, String entity) implements Comparable<SampleKey> {
    private static final Comparator<SampleKey> ORDER = Comparator.comparingLong(SampleKey::takenMs)
            .thenComparingLong(SampleKey::stepMs)
            .thenComparing(SampleKey::entity);

    /** The same, taken no sooner than a time. */
    SampleKey notBefore(long timeMs) {
        return takenMs >= timeMs ? this : new SampleKey(timeMs, stepMs, entity);
    }

    @Override
    public int compareTo(SampleKey other) {
        return ORDER.compare(this, other);
    }

    public byte[] bytes() {
        byte[] name = entity.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Long.BYTES + name.length)
                .putLong(takenMs)
                .putLong(stepMs)
                .put(name)
                .array();
    }

    /** @throws IllegalArgumentException when the bytes are no key */
    public static SampleKey read(byte[] bytes) {
        if (bytes.length < 2 * Long.BYTES) {
            throw new IllegalArgumentException("key of a sample ends early");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new SampleKey(
                in.getLong(),
                in.getLong(),
                new String(bytes, 2 * Long.BYTES, bytes.length - 2 * Long.BYTES, StandardCharsets.UTF_8));
    }
}
