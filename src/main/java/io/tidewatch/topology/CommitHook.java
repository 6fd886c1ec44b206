package io.tidewatch.topology;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Tells a processor that its task is about to commit, the last moment at which what it writes to its stores still belongs
 * to the transaction.
 *
 * <p>Kafka Streams tells this to its own record caches only. To be told, too, this store without content poses as such a
 * cache: {@link CachedStateStore} is not public API, and this the one class that depends on it. Streams' own cache would
 * not do: it holds bytes, so that every event would have to write its entity's state out, and read it back in.
 */
final class CommitHook implements StateStore, CachedStateStore<byte[], byte[]> {
    private final String name;
    private Runnable beforeCommit = () -> {};
    private Runnable dropped = () -> {};
    private boolean open;

    private CommitHook(String name) {
        this.name = name;
    }

    static StoreBuilder<CommitHook> builder(String name) {
        return new Builder(name);
    }

    /**
     * Says whom to tell.
     *
     * @param newBeforeCommit called before each commit, on the task's thread
     * @param newDropped called when what has not been committed is given up
     */
    void tell(Runnable newBeforeCommit, Runnable newDropped) {
        beforeCommit = newBeforeCommit;
        dropped = newDropped;
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    @Override
    public void clearCache() {
        dropped.run();
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private record Builder(String name) implements StoreBuilder<CommitHook> {
        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("a commit hook holds nothing to log");
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public CommitHook build() {
            return new CommitHook(name);
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
