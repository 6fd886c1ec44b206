package io.tidewatch.topology;

import io.tidewatch.detector.ScheduledModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest activation of a model that a task has used, committed with its state.
 *
 * <p>Instances follow the models topic each at its own speed. A task that moves to one that is behind must not go back
 * to the model of before: it waits until that instance has read as far. Belongs to one thread.
 */
final class StoredActivation {
    private static final Logger LOG = LoggerFactory.getLogger(StoredActivation.class);

    private static final byte FORMAT = 1;
    private static final byte[] KEY = "active".getBytes(StandardCharsets.UTF_8);

    /** The service has read the topic to its end before it starts, so only records of the last moments are missing. */
    private static final long WAIT_MS = 30_000;

    private final KeyValueStore<byte[], byte[]> store;
    private long newest = ScheduledModel.NO_ACTIVATION;

    StoredActivation(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        byte[] value = store.get(KEY);
        if (value != null && value.length > Long.BYTES && value[0] == FORMAT) {
            newest = ByteBuffer.wrap(value, 1, Long.BYTES).getLong();
        }
    }

    /** A few bytes for each task: logged, so that they outlive the disk, and held in memory. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> builder(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    /** Waits until the models topic has been followed as far as the task had used it. */
    void await(ModelHolder models) {
        if (newest == ScheduledModel.NO_ACTIVATION) {
            return;
        }
        try {
            if (!models.await(newest, WAIT_MS)) {
                LOG.atWarn()
                        .addKeyValue("activation", newest)
                        .addKeyValue("waitedMs", WAIT_MS)
                        .log("models topic ends before the activation that a task has used; the task goes on with the"
                                + " model that is there. Was the topic deleted or its records?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stores that a task has taken a model into use. */
    void save(ScheduledModel model) {
        if (model.activation() != ScheduledModel.NO_ACTIVATION && model.activation() != newest) {
            newest = model.activation();
            byte[] version = model.artifact().version().getBytes(StandardCharsets.UTF_8);
            store.put(
                    KEY,
                    ByteBuffer.allocate(1 + 2 * Long.BYTES + version.length)
                            .put(FORMAT)
                            .putLong(newest)
                            .putLong(model.fromMs())
                            .put(version)
                            .array());
        }
    }
}
