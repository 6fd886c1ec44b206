package io.tidewatch.topology.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDatabaseTest {
    private static final int ENTRIES = 3_000;
    private static final TopicPartition CHANGELOG = new TopicPartition("changelog", 0);

    @TempDir
    private Path task;

    private LocalDatabase open() {
        Properties settings = new Properties();
        settings.put("application.id", "d");
        settings.put("bootstrap.servers", "127.0.0.1:1");
        LocalDatabase database =
                new LocalDatabase(Stores.persistentKeyValueStore("recents").get());
        database.open(new MockProcessorContext<>(settings, new TaskId(0, 0), task.toFile()).getStateStoreContext());
        return database;
    }

    private static Bytes key(int i) {
        return Bytes.wrap(String.format(Locale.ROOT, "key-%05d", i).getBytes(StandardCharsets.US_ASCII));
    }

    private void write(int entries) {
        LocalDatabase database = open();
        Random random = new Random(8);
        for (int i = 0; i < entries; i++) {
            byte[] value = new byte[100];
            random.nextBytes(value);
            database.put(key(i), value);
        }
        database.commit(Map.of(CHANGELOG, 77L));
        database.close();
    }

    private Path table() throws IOException {
        try (Stream<Path> files = Files.list(task.resolve("rocksdb/recents"))) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private void overwrite(double at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(table().toFile(), "rw")) {
            file.seek((long) (at * file.length()));
            file.write(new byte[16]);
        }
    }

    @Test
    void entriesAndTheOffsetAreThereAgain() {
        write(ENTRIES);
        LocalDatabase database = open();
        List<Bytes> keys = new ArrayList<>();

        database.forEach((key, value) -> keys.add(key));

        assertThat(keys).hasSize(ENTRIES);
        assertThat(database.offset(CHANGELOG)).isEqualTo(77);
        assertThat(database.get(key(3))).hasSize(100);
        database.close();
    }

    @Test
    void emptyDatabaseIsSound() {
        LocalDatabase database = open();

        assertThatCode(() -> database.forEach((key, value) -> {})).doesNotThrowAnyException();
        assertThat(database.offset(CHANGELOG)).isNull();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9})
    void damagedEntriesAreNotPassedOver(double at) throws IOException {
        write(ENTRIES);
        overwrite(at);
        LocalDatabase database = open();

        assertThatThrownBy(() -> database.forEach((key, value) -> {}))
                .isInstanceOf(DamagedStateException.class)
                .hasMessageContaining("local state is damaged");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < ENTRIES; i++) {
                        database.get(key(i));
                    }
                })
                .isInstanceOf(DamagedStateException.class)
                .hasMessageContaining("checksum mismatch");
        database.close();
    }

    @Test
    void damagedFewEntriesAreNotTakenForNone() throws IOException {
        write(3);
        overwrite(0.02);
        LocalDatabase database = open();

        assertThatThrownBy(() -> database.forEach((key, value) -> {})).isInstanceOf(DamagedStateException.class);
        database.close();
    }

    @Test
    void tableThatIsGoneIsDamage() throws IOException {
        write(ENTRIES);
        Files.delete(table());

        assertThatThrownBy(this::open).isInstanceOf(DamagedStateException.class);
    }

    @Test
    void placeThatCannotBeUsedIsNoDamage() throws IOException {
        write(3);
        Path lock = task.resolve("rocksdb/recents/LOCK");
        Files.delete(lock);
        Files.createDirectory(lock);

        assertThatThrownBy(this::open)
                .isInstanceOf(ProcessorStateException.class)
                .isNotInstanceOf(DamagedStateException.class)
                .hasMessageContaining(task.resolve("rocksdb/recents").toString())
                .hasMessageContaining("make room on its disk");
    }
}
