package io.tidewatch.topology;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Messages to the trainer as bytes: a byte for version and kind, the partition, then the window or the time. */
final class ToTrainerSerde implements Serde<Detected.ToTrainer> {
    private static final byte WINDOW = 1;
    private static final byte TIME = 2;
    private static final int HEADER = 1 + Integer.BYTES;

    @Override
    public Serializer<Detected.ToTrainer> serializer() {
        return (topic, message) -> message == null ? null : write(message);
    }

    @Override
    public Deserializer<Detected.ToTrainer> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(bytes);
    }

    private static byte[] write(Detected.ToTrainer message) {
        if (message instanceof SampledWindow window) {
            return ByteBuffer.allocate(HEADER + window.sample().length)
                    .put(WINDOW)
                    .putInt(window.partition())
                    .put(window.sample())
                    .array();
        }
        SampleTime time = (SampleTime) message;
        return ByteBuffer.allocate(HEADER + Long.BYTES)
                .put(TIME)
                .putInt(time.partition())
                .putLong(time.timeMs())
                .array();
    }

    /** @throws IllegalArgumentException when the bytes are of another version, or damaged */
    private static Detected.ToTrainer read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER) {
            throw new IllegalArgumentException("record in the topic of samples ends early");
        }
        byte kind = in.get();
        int partition = in.getInt();
        if (kind == WINDOW) {
            byte[] sample = new byte[in.remaining()];
            in.get(sample);
            return new SampledWindow(partition, sample);
        }
        if (kind == TIME && in.remaining() == Long.BYTES) {
            return new SampleTime(partition, in.getLong());
        }
        throw new IllegalArgumentException("record of kind " + kind + " and " + bytes.length
                + " bytes in the topic of samples, known are " + WINDOW + " and " + TIME
                + "; let the newer release that wrote it drain the topic, or reset the application");
    }
}
