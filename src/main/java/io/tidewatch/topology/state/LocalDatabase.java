package io.tidewatch.topology.state;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database on a task's disk that distinguishes damage from a disk that cannot be used.
 *
 * <p>It stores the changelog offset that its content has reached inside the database. In a file of its own, as Streams
 * would keep it, the offset could be ahead of a damaged database.
 */
public final class LocalDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDatabase.class);

    /** Folder of the databases in a task's directory, as Streams names it. */
    private static final String DATABASES = "rocksdb";

    private final KeyValueStore<Bytes, byte[]> store;

    @SuppressWarnings("NullAway.Init") // Set by open, which comes first.
    private TaskId task;

    @SuppressWarnings("NullAway.Init")
    private File directory;

    LocalDatabase(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** The folder of all databases of a task. */
    static Path directory(File ofTask) {
        return ofTask.toPath().resolve(DATABASES);
    }

    /**
     * Opens the database, and creates it when there is none.
     *
     * @throws DamagedStateException when it is not as it was written; this is logged
     * @throws ProcessorStateException when the disk cannot be used, with the remedy
     */
    void open(StateStoreContext context) {
        task = context.taskId();
        directory = directory(context.stateDir()).resolve(store.name()).toFile();
        asked(() -> {
            store.init(context, store);
            return true;
        });
    }

    byte @Nullable [] get(Bytes key) {
        return asked(() -> store.get(key));
    }

    void put(Bytes key, byte[] value) {
        asked(() -> {
            store.put(key, value);
            return true;
        });
    }

    void forEach(BiConsumer<Bytes, byte[]> taker) {
        Bytes last = null;
        try (KeyValueIterator<Bytes, byte[]> all = asked(store::all)) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                taker.accept(entry.key, entry.value);
                last = entry.key;
            }
        }
        requireNothingAfter(last);
    }

    /**
     * An iterator of Streams ends silently at damage. Then the last key is not the first one of the reverse iterator.
     */
    private void requireNothingAfter(@Nullable Bytes reached) {
        try (KeyValueIterator<Bytes, byte[]> backwards = asked(store::reverseAll)) {
            Bytes last = backwards.hasNext() ? backwards.next().key : null;
            if (!Objects.equals(last, reached) || (last == null && store.approximateNumEntries() > 0)) {
                throw damaged("entries of " + store.name() + " cannot be read");
            }
        }
    }

    /** The changelog offset that the content had reached when the database was closed; null when that is not known. */
    @Nullable
    Long offset(TopicPartition changelog) {
        return asked(() -> store.committedOffset(changelog));
    }

    /** @param offsets changelog offsets that the content has reached */
    void commit(Map<TopicPartition, Long> offsets) {
        asked(() -> {
            store.commit(offsets);
            return true;
        });
    }

    void close() {
        store.close();
    }

    /** Logs in one line that the state is damaged. */
    DamagedStateException damaged(String why) {
        return damaged(new ProcessorStateException(why));
    }

    private DamagedStateException damaged(Exception cause) {
        LOG.atWarn()
                .addKeyValue("task", task)
                .addKeyValue("directory", directory)
                .addKeyValue("error", cause.getMessage())
                .log("local state is damaged; it is deleted and restored from the changelog, nothing is lost");
        return new DamagedStateException(cause);
    }

    private <T extends @Nullable Object> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (ProcessorStateException e) {
            Throwable cause = e;
            while (cause.getCause() != null && !(cause instanceof RocksDBException)) {
                cause = cause.getCause();
            }
            if (cause instanceof RocksDBException rocks && isDamage(rocks)) {
                throw damaged(rocks);
            }
            throw new ProcessorStateException(
                    "local state in " + directory + " cannot be used (" + cause
                            + "); make room on its disk, make it readable and writable for this user, or set"
                            + " state-directory to another place, where it is restored from the changelog",
                    e);
        }
    }

    /** Whether a fault means damage. A disk that is full, read-only or not accessible is no damage. */
    private static boolean isDamage(RocksDBException fault) {
        Status status = fault.getStatus();
        String message = fault.getMessage();
        if (status == null || message == null) {
            return false;
        }
        return switch (status.getCode()) {
            case Corruption -> true;
            // A file that the database lists is missing.
            case IOError -> message.contains("No such file or directory");
            default -> false;
        };
    }
}
