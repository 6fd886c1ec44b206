package io.tidewatch.bench;

import io.tidewatch.Alert;
import io.tidewatch.registry.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads alerts as a consumer does that acts on them: committed ones only, as soon as they are to be had. */
final class AlertReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final GenericDatumReader<GenericRecord> reader =
            new GenericDatumReader<>(Alert.getClassSchema(), Alert.getClassSchema(), new GenericData());
    private final Thread thread;
    private volatile boolean stopping;
    private volatile long readNs = System.nanoTime();

    /** Receives each alert. */
    interface Receiver {
        /**
         * One alert has become visible.
         *
         * @param causedMs event time of the event that caused it, epoch milliseconds
         * @param decidedMs when the detector decided, epoch milliseconds
         * @param receivedNs when, as {@link System#nanoTime} counts
         */
        void alert(long causedMs, long decidedMs, long receivedNs);
    }

    AlertReader(Site site, String topic, Receiver receiver) {
        this.consumer = new KafkaConsumer<>(site.reader(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        this.thread = new Thread(() -> read(receiver), "bench-alerts");
        thread.start();
    }

    private void read(Receiver receiver) {
        while (!stopping) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                long receivedNs = System.nanoTime();
                readNs = receivedNs;
                GenericRecord alert = decoded(record.value());
                // With step: event a window ends with the event that was scored.
                receiver.alert((Long) alert.get("windowEnd"), (Long) alert.get("detectedAt"), receivedNs);
            }
        }
        consumer.close();
    }

    private GenericRecord decoded(byte[] alert) {
        int start = WireFormat.HEADER_BYTES;
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(alert, start, alert.length - start, null));
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
    }

    /** When the last alert came, as {@link System#nanoTime} counts. */
    long lastNs() {
        return readNs;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
    }
}
