package io.tidewatch.topology.models;

import io.tidewatch.model.catalog.CatalogFold;
import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.model.catalog.RefusedRecord;
import io.tidewatch.topology.BrokerAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a models topic, committed records only, without a consumer group: to its end, then what is added.
 *
 * <p>A reader that the broker refuses while it follows opens another consumer and reads all again, for ever; while the
 * broker is away the consumer itself waits.
 */
public final class ModelsTopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelsTopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration READ_AGAIN_WITHIN = Duration.ofMinutes(2);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(5);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    /** Share of the heap that the artifacts may take: one part in so many. */
    private static final int PART_OF_HEAP = 4;

    private final Map<String, String> kafka;
    private final TopicPartition partition;
    private final CountDownLatch closing = new CountDownLatch(1);
    private CatalogFold fold;
    /** Of the caller's thread, then of the one that follows. */
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    private @Nullable Thread follower;

    /** @param kafka client properties, passed through */
    public ModelsTopicReader(Map<String, String> kafka, String topic) {
        this.kafka = Map.copyOf(kafka);
        this.partition = new TopicPartition(topic, 0);
        this.fold = newFold();
    }

    /**
     * What the topic holds now.
     *
     * @param within time for the broker to answer and for all records to arrive
     * @throws IllegalStateException when the topic is missing, has several partitions or may not be read, or the broker
     *     does not answer in time; with the remedy
     */
    public ModelCatalog readToEnd(Duration within) {
        try {
            return readAll(within, refused -> {});
        } catch (TimeoutException e) {
            throw new IllegalStateException(BrokerAddress.of(kafka).doesNotAnswer(), e);
        } catch (WakeupException | InterruptException e) {
            throw new IllegalStateException("Interrupted while reading topic " + partition.topic() + ".", e);
        } catch (KafkaException e) {
            throw new IllegalStateException(
                    "Topic " + partition.topic() + " cannot be read (" + e.getMessage()
                            + "). Check login and permissions: Read on this topic.",
                    e);
        }
    }

    /**
     * Follows the topic on a thread of its own, from where {@link #readToEnd} ended.
     *
     * @throws IllegalStateException when it was not called before, or this was
     */
    public void follow(ModelsListener listener) {
        if (consumer == null || follower != null) {
            throw new IllegalStateException("read to the end once, then follow once");
        }
        Thread thread = new Thread(() -> followUntilClosed(listener), "tidewatch-models");
        thread.setDaemon(true);
        follower = thread;
        thread.start();
    }

    private void followUntilClosed(ModelsListener listener) {
        try {
            while (!closed()) {
                try {
                    followUntilFailure(listener);
                } catch (WakeupException | InterruptException e) {
                    throw e;
                } catch (KafkaException | IllegalStateException e) {
                    LOG.atWarn()
                            .addKeyValue("topic", partition.topic())
                            .addKeyValue("cause", e.getMessage())
                            .log("models topic cannot be read; the model in use stays until it can be");
                    readAgain(listener);
                }
            }
        } catch (WakeupException | InterruptException e) {
            LOG.atDebug().addKeyValue("topic", partition.topic()).log("models topic is no longer followed");
        } finally {
            close(consumer);
        }
    }

    private void followUntilFailure(ModelsListener listener) {
        KafkaConsumer<byte[], byte[]> own = Objects.requireNonNull(consumer);
        while (!closed()) {
            ConsumerRecords<byte[], byte[]> records = own.poll(POLL);
            if (!records.isEmpty()) {
                add(records, listener::refused);
                tell(listener, fold.catalog());
            }
        }
    }

    /** Tries until the topic has been read from its beginning. */
    private void readAgain(ModelsListener listener) {
        while (!closed()) {
            waitToTryAgain();
            try {
                tell(listener, readAll(READ_AGAIN_WITHIN, listener::refused));
                LOG.atInfo().addKeyValue("topic", partition.topic()).log("models topic is read again");
                return;
            } catch (WakeupException | InterruptException e) {
                throw e;
            } catch (KafkaException | IllegalStateException e) {
                LOG.atDebug()
                        .addKeyValue("topic", partition.topic())
                        .addKeyValue("cause", e.getMessage())
                        .log("models topic still cannot be read");
            }
        }
    }

    /** Opens a consumer, and reads all with it. */
    private ModelCatalog readAll(Duration within, Consumer<RefusedRecord> refused) {
        long untilNs = System.nanoTime() + within.toNanos();
        close(consumer);
        fold = newFold();
        KafkaConsumer<byte[], byte[]> own = open();
        consumer = own;
        requireOnePartition(own.partitionsFor(partition.topic(), within));
        own.assign(List.of(partition));
        own.seekToBeginning(List.of(partition));
        long end = own.endOffsets(List.of(partition), within).getOrDefault(partition, 0L);
        while (own.position(partition, within) < end) {
            if (closed()) {
                throw new WakeupException();
            }
            if (System.nanoTime() > untilNs) {
                throw new TimeoutException("topic " + partition.topic() + " was not read to its end in time");
            }
            add(own.poll(POLL), refused);
        }
        return fold.catalog();
    }

    private void add(ConsumerRecords<byte[], byte[]> records, Consumer<RefusedRecord> refused) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            fold.add(record.offset(), record.key(), record.value()).ifPresent(refusal -> {
                LOG.atWarn()
                        .addKeyValue("offset", record.offset())
                        .addKeyValue("reason", refusal.text())
                        .log("record of the models topic refused");
                refused.accept(refusal);
            });
        }
    }

    /** Whatever a listener makes of it, the topic is followed. */
    private void tell(ModelsListener listener, ModelCatalog catalog) {
        try {
            listener.changed(catalog);
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("topic", partition.topic())
                    .log("a change of the models topic could not be used");
        }
    }

    private void requireOnePartition(@Nullable List<PartitionInfo> found) {
        if (found == null || found.isEmpty()) {
            throw new IllegalStateException(
                    "Topic " + partition.topic()
                            + " does not exist. 'tidewatch run' and 'tidewatch train' create it, unless topics.create is false.");
        }
        if (found.size() > 1) {
            throw new IllegalStateException("Topic " + partition.topic() + " has " + found.size()
                    + " partitions, so that its records have no order. Delete it, and create it with one partition.");
        }
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private CatalogFold newFold() {
        return new CatalogFold(partition.topic(), Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    private void waitToTryAgain() {
        try {
            closing.await(TRY_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread that follows. */
    @Override
    public void close() {
        closing.countDown();
        KafkaConsumer<byte[], byte[]> last = consumer;
        Thread thread = follower;
        if (thread == null) {
            close(last);
        } else if (last != null) {
            last.wakeup();
            try {
                thread.join(CLOSE_WITHIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void close(@Nullable KafkaConsumer<byte[], byte[]> consumer) {
        if (consumer != null) {
            consumer.close();
        }
    }
}
