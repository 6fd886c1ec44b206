package io.tidewatch.topology.state;

import io.tidewatch.detector.ChangeRecord;
import io.tidewatch.detector.EntityStateFormat;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * The {@link EntityStates} of one task as a store of Kafka Streams: logged, restored, committed with the task.
 *
 * <p>A logged key-value store of Streams would write each change twice, to disk and to its changelog, and each time the
 * whole value. Its cache holds bytes, so every event would have to write and read its entity's whole state. This store
 * holds objects. It writes their changes to the changelog when the task is about to commit, which is the last moment
 * inside the transaction; and it writes the disk when the task is closed. After a crash the disk is of no use under
 * exactly-once anyway: Streams deletes it, and restores from the changelog. It does the same with a damaged disk, see
 * {@link LocalDatabase}.
 *
 * <p>The interfaces of Streams' own caches and logged stores are not public API, and this is the one class that depends
 * on them: {@link CachedStateStore} to be called at commits, {@link InternalProcessorContext} to write to the changelog
 * and to forward records then, {@link RecordBatchingStateRestoreCallback} to receive the changelog's records.
 */
public final class EntityStore implements StateStore, CachedStateStore<byte[], byte[]> {
    private static final String RECENTS = "recents";
    private static final String HISTORIES = "histories";

    private final String name;
    private final Supplier<EntityStateFormat> formats;
    private final MemoryBudget budget;
    private final LocalState disk;
    private final Function<StateStoreContext, EntityStates.Changelog> changelogs;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private boolean open;

    @SuppressWarnings("NullAway.Init") // Set by init, which Streams calls first.
    private EntityStates states;

    private record StreamTask(String store, InternalProcessorContext<?, ?> context) implements EntityStates.Changelog {
        @Override
        public void append(Bytes key, ChangeRecord record) {
            context.logChange(
                    store,
                    numbered(key, record.number()),
                    record.bytes(),
                    context.currentSystemTimeMs(),
                    new RecordHeaders(),
                    Position.emptyPosition());
        }
    }

    /**
     * @param name of the store; part of its changelog's name
     * @param formats makes the format of a task's states
     * @param recents on disk, for the small part of each state
     * @param histories on disk, for the large part of each state
     * @param budget for states in memory
     * @param changelogs where the changes of a task are written
     */
    public EntityStore(
            String name,
            Supplier<EntityStateFormat> formats,
            KeyValueStore<Bytes, byte[]> recents,
            KeyValueStore<Bytes, byte[]> histories,
            MemoryBudget budget,
            Function<StateStoreContext, EntityStates.Changelog> changelogs) {
        this.name = name;
        this.formats = formats;
        this.budget = budget;
        this.disk = new LocalState(recents, histories);
        this.changelogs = changelogs;
    }

    public static StoreBuilder<EntityStore> builder(
            String name, Supplier<EntityStateFormat> formats, MemoryBudget budget) {
        return new Builder(name, formats, budget);
    }

    /** The states; to be used on the task's thread, from its processor's init on. */
    public EntityStates states() {
        return states;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        states = new EntityStates(formats.get(), disk, changelogs.apply(context), budget);
        // Registered before the databases that it writes to: stores are committed in this order.
        context.register(root, (RecordBatchingStateRestoreCallback) this::restore);
        committed.clear();
        disk.open(context);
        budget.taskOpened();
        open = true;
    }

    /** The key of a record in the changelog: its entity's, and a byte for its number. */
    public static Bytes numbered(Bytes key, int number) {
        byte[] numbered = Arrays.copyOf(key.get(), key.get().length + 1);
        numbered[numbered.length - 1] = (byte) number;
        return Bytes.wrap(numbered);
    }

    public void restore(Collection<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] numbered = record.key();
            int length = numbered.length - 1;
            states.restore(
                    Bytes.wrap(Arrays.copyOf(numbered, length)), new ChangeRecord(numbered[length], record.value()));
        }
    }

    @Override
    public void flushCache() {
        states.log();
    }

    /** Drops the states in memory: the task becomes a standby, or is one. */
    @Override
    public void clearCache() {
        states.drop();
    }

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        states.store();
        if (offsets.isEmpty()) {
            committed.clear();
        }
        committed.putAll(offsets);
    }

    /** True, as for the databases of Streams. For other stores Streams keeps the offsets in a file. */
    @Override
    @Deprecated
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition changelog) {
        Long offset = committed.get(changelog);
        return offset == null ? disk.offset(changelog) : offset;
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
    public void close() {
        if (open) {
            states.drop();
            disk.close(committed);
            budget.taskClosed();
            open = false;
        }
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private record Builder(String name, Supplier<EntityStateFormat> formats, MemoryBudget budget)
            implements StoreBuilder<EntityStore> {
        @Override
        public StoreBuilder<EntityStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<EntityStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<EntityStore> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<EntityStore> withLoggingDisabled() {
            throw new UnsupportedOperationException("what is not in the changelog is lost with the process");
        }

        @Override
        public EntityStore build() {
            return new EntityStore(
                    name,
                    formats,
                    Stores.persistentKeyValueStore(RECENTS).get(),
                    Stores.persistentKeyValueStore(HISTORIES).get(),
                    budget,
                    context -> new StreamTask(name, (InternalProcessorContext<?, ?>) context));
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return true;
        }
    }
}
