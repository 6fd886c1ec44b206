package io.tidewatch.topology.models;

import io.tidewatch.model.catalog.ArtifactHeader;
import io.tidewatch.model.catalog.CatalogEntry;
import io.tidewatch.model.catalog.CatalogFormat;
import io.tidewatch.model.catalog.CatalogKey;
import io.tidewatch.model.catalog.ModelActivation;
import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.model.catalog.Stamp;
import io.tidewatch.topology.BrokerAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a models topic: each change is one Kafka transaction, so that a reader sees all of it or nothing.
 *
 * <p>Before each change it reads what the topic holds. Of two writers that change the topic at the same moment, the
 * last one
 * wins; what both have published is there. Not thread-safe.
 */
public final class ModelsTopicWriter implements AutoCloseable {
    private static final Duration READ_WITHIN = Duration.ofMinutes(1);

    private final Map<String, String> kafka;
    private final String topic;
    private final int keep;
    private final KafkaProducer<byte[], byte[]> producer;
    private boolean initialised;

    /**
     * @param kafka client properties, passed through
     * @param transactionalId one of its own for each writer that runs at the same time: a second one ends the first
     * @param keep versions that are kept, besides the active one and the one before
     */
    public ModelsTopicWriter(Map<String, String> kafka, String topic, String transactionalId, int keep) {
        this.kafka = Map.copyOf(kafka);
        this.topic = topic;
        this.keep = keep;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The transactional id of a writer, which the application's permissions cover. */
    public static String transactionalId(String applicationId, String suffix) {
        return applicationId + "-models-" + suffix;
    }

    /**
     * Publishes an artifact, which is not used yet, and deletes the oldest versions beyond those that are kept. One
     * that
     * the topic has already, with the same content, is not written again.
     *
     * @throws IllegalArgumentException when the header is not of these bytes
     * @throws IllegalStateException when the topic cannot be read or written; then nothing was changed
     */
    public void publish(ArtifactHeader header, byte[] artifact) {
        change(new Change(read()).publish(header, artifact));
    }

    /**
     * Publishes an artifact, and activates it in the same transaction.
     *
     * @param fromMs event time of the first step that it scores, epoch milliseconds; empty: at once
     * @return what is active now
     * @throws IllegalArgumentException as {@link #publish}
     * @throws IllegalStateException as {@link #publish}
     */
    public ModelActivation publishActive(ArtifactHeader header, byte[] artifact, OptionalLong fromMs) {
        ModelCatalog catalog = read();
        ModelActivation activation =
                ModelActivation.after(catalog.activation(), header.version(), fromMs, header.published());
        change(new Change(catalog).activate(activation).publish(header, artifact));
        return activation;
    }

    /**
     * Activates a version that the topic has.
     *
     * @param fromMs as in {@link #publishActive}
     * @return what is active now
     * @throws IllegalArgumentException when the topic does not have all of it
     * @throws IllegalStateException when the topic cannot be read or written; then nothing was changed
     */
    public ModelActivation activate(String version, OptionalLong fromMs, Stamp stamp) {
        ModelCatalog catalog = read();
        if (!catalog.has(version)) {
            throw new IllegalArgumentException(
                    "topic " + topic + " does not hold all of version " + version + "; it has " + versions(catalog));
        }
        ModelActivation activation = ModelActivation.after(catalog.activation(), version, fromMs, stamp);
        change(new Change(catalog).activate(activation));
        return activation;
    }

    /**
     * Activates the newest of the versions that were active before and that the topic still has, at once.
     *
     * @return what is active now
     * @throws IllegalArgumentException when there is none
     * @throws IllegalStateException when the topic cannot be read or written; then nothing was changed
     */
    public ModelActivation rollback(Stamp stamp) {
        ModelCatalog catalog = read();
        ModelActivation active = catalog.activation()
                .orElseThrow(() -> new IllegalArgumentException("no version of topic " + topic + " is active"));
        String to = catalog.rollbackVersion()
                .orElseThrow(() -> new IllegalArgumentException("topic " + topic
                        + " has no version that was active before " + active.version()
                        + "; activate one of those that it has: " + versions(catalog)));
        ModelActivation activation = active.rollback(to, stamp);
        change(new Change(catalog).activate(activation));
        return activation;
    }

    /**
     * Deletes a version.
     *
     * @throws IllegalArgumentException when it is active, or the topic has nothing of it
     * @throws IllegalStateException when the topic cannot be read or written; then nothing was changed
     */
    public void delete(String version) {
        ModelCatalog catalog = read();
        if (catalog.activation()
                .filter(active -> active.version().equals(version))
                .isPresent()) {
            throw new IllegalArgumentException(
                    "version " + version + " is active; activate another one first, or roll back");
        }
        if (catalog.keysOf(version).isEmpty()) {
            throw new IllegalArgumentException(
                    "topic " + topic + " has no version " + version + "; it has " + versions(catalog));
        }
        change(new Change(catalog).delete(version));
    }

    private static List<String> versions(ModelCatalog catalog) {
        return catalog.entries().stream().map(CatalogEntry::version).toList();
    }

    private ModelCatalog read() {
        try {
            if (!initialised) {
                // Ends a transaction that a writer of the same id has left open, before the end is looked for.
                producer.initTransactions();
                initialised = true;
            }
        } catch (KafkaException e) {
            throw failure(e);
        }
        try (ModelsTopicReader reader = new ModelsTopicReader(kafka, topic)) {
            return reader.readToEnd(READ_WITHIN);
        }
    }

    /** The records of one transaction. */
    private final class Change {
        private final ModelCatalog catalog;
        private final Map<String, byte @Nullable []> records = new LinkedHashMap<>();
        private Optional<ModelActivation> active;

        private Change(ModelCatalog catalog) {
            this.catalog = catalog;
            this.active = catalog.activation();
        }

        private Change activate(ModelActivation activation) {
            active = Optional.of(activation);
            return this;
        }

        private Change publish(ArtifactHeader header, byte[] artifact) {
            if (!ArtifactHeader.of(header.version(), artifact, header.published())
                    .sha256()
                    .equals(header.sha256())) {
                throw new IllegalArgumentException("the header is of other bytes");
            }
            deleteOldest(header.version());
            if (catalog.entry(header.version())
                    .filter(entry -> entry.complete() && sameContent(entry.header(), header))
                    .isPresent()) {
                return this;
            }
            delete(header.version());
            for (int chunk = 0; chunk < header.chunks(); chunk++) {
                records.put(
                        new CatalogKey.Chunk(header.version(), chunk).text(),
                        Arrays.copyOfRange(artifact, header.chunkStart(chunk), header.chunkStart(chunk + 1)));
            }
            // The order of a map is that of the first put: a header must come after its chunks.
            String key = new CatalogKey.Header(header.version()).text();
            records.remove(key);
            records.put(key, CatalogFormat.write(header));
            return this;
        }

        private static boolean sameContent(ArtifactHeader one, ArtifactHeader other) {
            return one.sha256().equals(other.sha256()) && one.signature().equals(other.signature());
        }

        private void deleteOldest(String published) {
            Set<String> kept = new LinkedHashSet<>();
            active.map(ModelActivation::version).ifPresent(kept::add);
            active.flatMap(ModelActivation::previous).ifPresent(kept::add);
            kept.add(published);
            int left = keep - 1;
            for (CatalogEntry entry : catalog.entries()) {
                String version = entry.version();
                if (!version.equals(published) && left-- <= 0 && !kept.contains(version)) {
                    delete(version);
                }
            }
        }

        private Change delete(String version) {
            catalog.keysOf(version).forEach(key -> records.put(key, null));
            return this;
        }
    }

    private void change(Change change) {
        change.active
                .filter(active ->
                        change.catalog.activation().filter(active::equals).isEmpty())
                .ifPresent(active -> change.records.put(CatalogKey.ACTIVE.text(), CatalogFormat.write(active)));
        try {
            producer.beginTransaction();
            change.records.forEach((key, value) ->
                    producer.send(new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value)));
            producer.commitTransaction();
        } catch (ProducerFencedException e) {
            throw failure(e);
        } catch (KafkaException e) {
            abort(e);
            throw failure(e);
        }
    }

    private void abort(KafkaException cause) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            // The broker ends the transaction itself, a minute later.
            cause.addSuppressed(e);
        }
    }

    private IllegalStateException failure(KafkaException e) {
        if (e instanceof TimeoutException) {
            return new IllegalStateException(BrokerAddress.of(kafka).doesNotAnswer(), e);
        }
        return new IllegalStateException(
                "Topic " + topic + " cannot be written (" + e.getMessage()
                        + "); nothing was changed. Check login and permissions: Read and Write on this topic, All on"
                        + " transactional ids that begin with the application id.",
                e);
    }

    @Override
    public void close() {
        producer.close();
    }
}
