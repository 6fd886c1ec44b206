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
 * <p>A logged key-value store of Streams would write each change twice, to disk and to its changelog, and each time the whole
 * value; its cache holds bytes, so that every event would have to write its entity's state out and read it back in. This one
 * holds objects, writes what changed of them to the changelog when the task is about to commit, the last moment at which
 * it still belongs to the transaction, and the disk when the task is closed. A process that dies has no use of its disk
 * under exactly-once anyway: Streams deletes it, and restores from the changelog. So it does with a disk that is damaged, see
 * {@link LocalDatabase}.
 *
 * <p>The interfaces of Streams' own caches and logged stores are not public API, and this is the one class that depends on
 * them: {@link CachedStateStore} to be told of commits, {@link InternalProcessorContext} to write to the changelog and to let
 * the processor forward then, as the caches of Streams do, {@link RecordBatchingStateRestoreCallback} to be given what it holds.
 */
public final class EntityStore implements StateStore, CachedStateStore<byte[], byte[]> {
    private static final String RECENTS = "recents";
    private static final String HISTORIES = "histories";

    private final String name;
    private final Supplier<EntityStateFormat> formats;
    private final MemoryBudget room;
    private final LocalState disk;
    private final Function<StateStoreContext, EntityStates.Changelog> changelogs;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private boolean open;

    @SuppressWarnings("NullAway.Init") // Set by init, which Streams calls first.
    private EntityStates states;

    /** What is not public API of the task that the store belongs to; a changelog above all. */
    public interface Task extends EntityStates.Changelog {
        /** Lets work be done later, as if the processor that is at work now did it: it may forward. */
        default Runnable asNow(Runnable work) {
            return work;
        }
    }

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
     * @param name of the store, and in that of its changelog
     * @param formats makes the format of a task's states
     * @param recents on disk, for one part of each state
     * @param histories likewise for the other
     * @param room for states in memory
     * @param changelogs where the changes of a task are written
     */
    public EntityStore(
            String name,
            Supplier<EntityStateFormat> formats,
            KeyValueStore<Bytes, byte[]> recents,
            KeyValueStore<Bytes, byte[]> histories,
            MemoryBudget room,
            Function<StateStoreContext, EntityStates.Changelog> changelogs) {
        this.name = name;
        this.formats = formats;
        this.room = room;
        this.disk = new LocalState(recents, histories);
        this.changelogs = changelogs;
    }

    public static StoreBuilder<EntityStore> builder(String name, Supplier<EntityStateFormat> formats, MemoryBudget room) {
        return new Builder(name, formats, room);
    }

    /** The states; to be used on the task's thread, from its processor's init on. */
    public EntityStates states() {
        return states;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        states = new EntityStates(formats.get(), disk, changelogs.apply(context), room);
        // Before those that it writes to: they are committed in this order.
        context.register(root, (RecordBatchingStateRestoreCallback) this::restore);
        committed.clear();
        disk.open(context);
        room.taskOpened();
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

    /** The task becomes a standby, or is one: what it held in memory is not used any more. */
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

    /** As databases of Streams do; for others, it keeps a file that tells how far they have come. */
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
            room.taskClosed();
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

    private record Builder(String name, Supplier<EntityStateFormat> formats, MemoryBudget room)
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
                    room,
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
