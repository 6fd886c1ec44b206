package io.tidewatch.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * The clients of Streams, whose stream thread ends where Streams 4.3.1 would skip records.
 *
 * <p>A transaction that cannot be committed, because the broker is away, makes the tasks of its thread corrupted.
 * Streams closes them, notes that their partitions must be read again from the last commit, and asks for a rebalance.
 * That is often done before the tasks begin anew: Streams then makes other tasks in their place, which know nothing of
 * the note, and goes on behind what had been fetched. A new thread has a consumer that begins at the last commit, see
 * {@link UncaughtFaults}.
 *
 * <p>Streams has no hook for this: what is asked of the consumer is the first that can be seen of it. Its supplier
 * is not public API, but with another one Streams refuses the newer group protocol.
 */
public final class ThreadPerCorruption extends DefaultKafkaClientSupplier {
    /** The reason that Streams gives for the rebalance. */
    private static final String CORRUPTED = "Active tasks corrupted";

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
            @Override
            public void enforceRebalance(String reason) {
                if (CORRUPTED.equals(reason)) {
                    throw new CorruptedTasksException();
                }
                super.enforceRebalance(reason);
            }
        };
    }
}
