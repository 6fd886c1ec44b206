package io.tidewatch.topology;

import io.tidewatch.window.Outage;
import io.tidewatch.window.Watermark;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The outages of a task's sources, stored when they begin or end.
 *
 * <p>Steps of an outage may close after it is over. A task opened again in between would else take them for silence of
 * each entity. Belongs to one thread.
 */
final class StoredOutages {
    private final KeyValueStore<byte[], byte[]> store;
    private final Watermark watermark;
    private final Map<Integer, Outage> stored = new HashMap<>();

    /** Gives the watermark those that are stored. */
    StoredOutages(KeyValueStore<byte[], byte[]> store, Watermark watermark) {
        this.store = store;
        this.watermark = watermark;
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            all.forEachRemaining(entry -> stored.put(ByteBuffer.wrap(entry.key).getInt(), Outage.read(entry.value)));
        }
        stored.forEach(watermark::restore);
    }

    /** A few bytes for each source: logged, so that they outlive the disk, and held in memory. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> builder(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    /** Stores what has become of a source's outage, if it has changed. */
    void save(int source) {
        Outage now = watermark.outage(source);
        if (now != null && !now.equals(stored.put(source, now))) {
            store.put(ByteBuffer.allocate(Integer.BYTES).putInt(source).array(), now.write());
        }
    }
}
