package io.tidewatch.topology;

import io.tidewatch.learning.SampleKey;
import io.tidewatch.learning.SampleStore;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The windows to learn from in a state store. */
final class StoredSamples implements SampleStore {
    private final KeyValueStore<byte[], byte[]> store;

    StoredSamples(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    @Override
    public void put(SampleKey key, byte[] sample) {
        store.put(key.bytes(), sample);
    }

    @Override
    public byte @Nullable [] get(SampleKey key) {
        return store.get(key.bytes());
    }

    @Override
    public void delete(SampleKey key) {
        store.delete(key.bytes());
    }

    @Override
    public void forEach(Consumer<SampleKey> action) {
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            all.forEachRemaining(entry -> action.accept(SampleKey.read(entry.key)));
        }
    }
}
