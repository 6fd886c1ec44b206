package io.tidewatch.bench;

import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.RegistryUnavailableException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A topic of events, each with its entity as the record's key and in a field as well, so that one topic serves both ways
 * of naming it.
 */
final class BenchTopic implements AutoCloseable {
    private final String name;
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventFormat format;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** Creates the topic and registers its schema. */
    BenchTopic(Site site, String name, int partitions, int features, int lingerMs)
            throws IncompatibleSchemaException, RegistryUnavailableException {
        this.name = name;
        site.createTopic(name, partitions);
        this.format = new EventFormat(site.registry().register(name + "-value", EventFormat.schema(features)));
        this.producer = site.producer(lingerMs);
    }

    String name() {
        return name;
    }

    /** Sends one event. */
    void send(byte[] entity, long timeMs, double[] values) {
        producer.send(
                new ProducerRecord<>(name, entity, format.write(entity, timeMs, values)), (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
    }

    /**
     * Waits until everything sent has arrived.
     *
     * @throws IllegalStateException when the broker refused something
     */
    void flush() {
        producer.flush();
        Exception exception = failure.get();
        if (exception != null) {
            throw new IllegalStateException("topic " + name + " takes no events: " + exception.getMessage(), exception);
        }
    }

    /** Sends all events of a workload. */
    void fill(Workload workload, long startMs, long seed) {
        byte[][] keys = new byte[workload.entities()][];
        for (int e = 0; e < keys.length; e++) {
            keys[e] = EventFormat.key(e);
        }
        Signal signal = new Signal(workload.features(), seed);
        for (long i = 0; i < workload.totalEvents(); i++) {
            int entity = workload.entity(i);
            long timeMs = startMs + workload.offsetMs(i);
            send(keys[entity], timeMs, signal.at(entity, timeMs));
        }
        flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
