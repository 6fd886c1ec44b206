package io.tidewatch.topology.state;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The two databases of a task. When one is damaged, both are deleted: the changelog holds all of their content.
 */
final class LocalState {
    private final LocalDatabase recents;
    private final LocalDatabase histories;

    @SuppressWarnings("NullAway.Init") // Set by open, which comes first.
    private TaskId task;

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    LocalState(KeyValueStore<Bytes, byte[]> recents, KeyValueStore<Bytes, byte[]> histories) {
        this.recents = new LocalDatabase(recents);
        this.histories = new LocalDatabase(histories);
    }

    /** The small part of each entity's state, by the key of its records. */
    LocalDatabase recents() {
        return recents;
    }

    /** The large part of each entity's state, by the key of its records. */
    LocalDatabase histories() {
        return histories;
    }

    /**
     * @throws TaskCorruptedException when one is not as it was written; then both are deleted
     * @throws ProcessorStateException when the disk cannot be used, with the remedy
     */
    void open(StateStoreContext context) {
        task = context.taskId();
        directory = LocalDatabase.directory(context.stateDir());
        deleteCheckpoints(context.stateDir());
        try {
            recents.open(context);
            histories.open(context);
        } catch (DamagedStateException e) {
            throw discarded(e);
        }
    }

    /** Files of older releases with changelog offsets: Streams would trust them, or fail when they are damaged. */
    private static void deleteCheckpoints(File ofTask) {
        File[] checkpoints = ofTask.listFiles((parent, name) -> name.startsWith(".checkpoint"));
        if (checkpoints != null) {
            for (File checkpoint : checkpoints) {
                delete(checkpoint);
            }
        }
    }

    /**
     * The changelog offset that both had reached when they were closed; null when they never were closed: they are new,
     * or the process died.
     *
     * @throws TaskCorruptedException when their offsets differ; then both are deleted
     */
    @Nullable
    Long offset(TopicPartition changelog) {
        Long ofRecents = recents.offset(changelog);
        Long ofHistories = histories.offset(changelog);
        if (Objects.equals(ofRecents, ofHistories)) {
            return ofRecents;
        }
        throw discarded(recents.damaged("its databases do not belong together: recents is at " + ofRecents
                + " of the changelog, histories at " + ofHistories));
    }

    /** @param offsets changelog offsets that the content has reached */
    void close(Map<TopicPartition, Long> offsets) {
        recents.commit(offsets);
        histories.commit(offsets);
        recents.close();
        histories.close();
    }

    /** Deletes both, so that those that are opened next are new. */
    private TaskCorruptedException discarded(DamagedStateException damage) {
        recents.close();
        histories.close();
        delete(directory.toFile());
        return new TaskCorruptedException(Set.of(task), damage);
    }

    private static void delete(File file) {
        try {
            Utils.delete(file);
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "local state in " + file + " cannot be deleted (" + e
                            + "); delete it, what it lacks is restored from the changelog",
                    e);
        }
    }
}
