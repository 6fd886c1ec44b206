package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tidewatch.Alert;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.embedded.Sessions;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.topology.state.LocalDatabase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * A local disk that holds something else than was written there, on a real broker: the state comes back from the
 * changelog,
 * and nobody who reads the alerts sees that anything was the matter.
 */
class DamagedStateIT {
    private static final long START = 1_600_000_000_000L;
    private static final int PARTITIONS = 2;
    private static final int ENTITIES = 4;
    private static final int STEPS = 1_800;

    /** One entity has been silent since the half: its incident is open when the detector is stopped here. */
    private static final int STOPPED_AT = 1_200;

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static EmbeddedBroker broker;
    private static EmbeddedRegistry registry;
    private static ConfluentRegistry client;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Map<String, List<String>> undisturbed;

    private final Logger logger = (Logger) LoggerFactory.getLogger(LocalDatabase.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicLong restored = new AtomicLong();

    @TempDir
    private Path state;

    /** What happens to a database. */
    enum Damage {
        CURRENT_EMPTY(database -> truncate(database.resolve("CURRENT"), 0)),
        CURRENT_OVERWRITTEN(database -> overwrite(database.resolve("CURRENT"), 0)),
        CURRENT_GONE(database -> delete(database.resolve("CURRENT"))),
        MANIFEST_TRUNCATED(database -> {
            Path manifest = largest(database, "MANIFEST-");
            truncate(manifest, size(manifest) / 2);
        }),
        MANIFEST_GONE(database -> delete(largest(database, "MANIFEST-"))),
        TABLE_TRUNCATED(database -> {
            Path table = largest(database, ".sst");
            truncate(table, size(table) / 2);
        }),
        TABLE_GONE(database -> delete(largest(database, ".sst"))),
        /** Found only where it is read: the database opens. */
        ENTRIES_OVERWRITTEN(database -> overwrite(largest(database, ".sst"), 20)),
        /** Opens as one that is new. */
        ALL_GONE(DamagedStateIT::delete);

        private final Consumer<Path> happens;

        Damage(Consumer<Path> happens) {
            this.happens = happens;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
        client = new ConfluentRegistry(List.of(registry.url()), Map.of());
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        Path directory = Files.createTempDirectory("undisturbed");
        TopologySpec spec = provision("undisturbed");
        send(spec, 0, STEPS);
        try (DetectorStreams streams = open("undisturbed", directory)) {
            streams.start();
            awaitDone(spec, "undisturbed");
        }
        Utils.delete(directory.toFile());
        undisturbed = alerts(spec);
        assertThat(undisturbed).hasSize(ENTITIES);
    }

    @AfterAll
    static void stop() {
        producer.close();
        admin.close();
        client.close();
        registry.close();
        broker.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    @ParameterizedTest
    @CsvSource({
        "CURRENT_EMPTY, recents",
        "CURRENT_OVERWRITTEN, histories",
        "CURRENT_GONE, recents",
        "MANIFEST_TRUNCATED, histories",
        "MANIFEST_GONE, recents",
        "TABLE_TRUNCATED, recents",
        "TABLE_TRUNCATED, histories",
        "TABLE_GONE, histories",
        "ENTRIES_OVERWRITTEN, recents",
        "ENTRIES_OVERWRITTEN, histories",
        "ALL_GONE, recents",
        "ALL_GONE, histories",
    })
    void damagedDatabaseIsSaidOnceAndRestoredFromTheChangelog(Damage damage, String database) throws Exception {
        String prefix = (damage + "-" + database).toLowerCase(Locale.ROOT);
        TopologySpec spec = runAndStop(prefix);
        List<Path> databases = databases(prefix, database);
        assertThat(databases).hasSize(PARTITIONS);
        databases.forEach(damage.happens);

        goOn(prefix, spec);

        assertThat(restored).hasPositiveValue();
        assertThat(alerts(spec)).isEqualTo(undisturbed);
        assertThat(log.list).isNotEmpty().allSatisfy(line -> assertThat(line.getFormattedMessage())
                .isEqualTo("local state is damaged; it is deleted and restored from the changelog, nothing is lost"));
        assertThat(log.list)
                .as("once for a task")
                .extracting(line -> line.getKeyValuePairs().get(0).toString())
                .isSubsetOf("task=\"0_0\"", "task=\"0_1\"")
                .doesNotHaveDuplicates();
    }

    @Test
    void soundStateIsNotReadBack() throws Exception {
        TopologySpec spec = runAndStop("sound");

        goOn("sound", spec);

        assertThat(restored).hasValue(0);
        assertThat(alerts(spec)).isEqualTo(undisturbed);
        assertThat(log.list).isEmpty();
    }

    @Test
    void checkpointOfAnOlderReleaseIsNotBelievedNorReadable() throws Exception {
        TopologySpec spec = runAndStop("checkpoint");
        for (Path task : tasks("checkpoint")) {
            Files.write(task.resolve(".checkpoint"), new byte[] {(byte) 0xff, 0, 7});
            Files.writeString(task.resolve(".checkpoint_entities"), "0\n1\nchangelog 0 99999\n");
        }

        goOn("checkpoint", spec);

        assertThat(restored).hasValue(0);
        assertThat(alerts(spec)).isEqualTo(undisturbed);
    }

    @Test
    void diskThatCannotBeUsedEndsTheStartWithTheRemedyAndIsLeftAsItIs() throws Exception {
        TopologySpec spec = runAndStop("unusable");
        List<Path> locks = new ArrayList<>();
        for (Path database : databases("unusable", "recents")) {
            Path lock = database.resolve("LOCK");
            Files.delete(lock);
            locks.add(Files.createDirectory(lock));
        }

        try (DetectorStreams streams = open("unusable", state)) {
            assertThatThrownBy(streams::start)
                    .isInstanceOf(ProcessorStateException.class)
                    .hasMessageContaining(
                            databases("unusable", "recents").get(0).toString())
                    .hasMessageContaining("make room on its disk")
                    .hasMessageContaining("set state-directory");
        }
        for (Path lock : locks) {
            Files.delete(lock);
        }
        goOn("unusable", spec);

        assertThat(restored).as("nothing was deleted").hasValue(0);
        assertThat(alerts(spec)).isEqualTo(undisturbed);
        assertThat(log.list).isEmpty();
    }

    private TopologySpec runAndStop(String prefix) throws Exception {
        TopologySpec spec = provision(prefix);
        send(spec, 0, STOPPED_AT);
        try (DetectorStreams streams = open(prefix, state)) {
            streams.start();
            awaitDone(spec, prefix);
        }
        Sessions.end(admin, prefix);
        send(spec, STOPPED_AT, STEPS);
        return spec;
    }

    private void goOn(String prefix, TopologySpec spec) throws Exception {
        try (DetectorStreams streams = open(prefix, state)) {
            streams.application().setGlobalStateRestoreListener(new StateRestoreListener() {
                @Override
                public void onRestoreStart(TopicPartition partition, String store, long from, long to) {}

                @Override
                public void onBatchRestored(TopicPartition partition, String store, long end, long records) {}

                @Override
                public void onRestoreEnd(TopicPartition partition, String store, long total) {
                    if (store.equals(DetectSupplier.ENTITIES)) {
                        restored.addAndGet(total);
                    }
                }
            });
            streams.start();
            awaitDone(spec, prefix);
            assertThat(streams.fault()).isEmpty();
        }
    }

    private static TopologySpec provision(String prefix) throws Exception {
        TopologySpec spec = TestSpecs.over(prefix);
        broker.createTopic(spec.inputTopics().get(0), PARTITIONS, Map.of());
        new TopicProvisioning(
                        admin,
                        new BrokerAddress(broker.bootstrapServers(), "PLAINTEXT"),
                        new TopicPlan(
                                spec.inputTopics(),
                                true,
                                spec.alertsTopic(),
                                spec.deadLettersTopic(),
                                Optional.empty(),
                                true,
                                (short) -1))
                .provision();
        return spec;
    }

    private static DetectorStreams open(String prefix, Path directory) throws Exception {
        return PipelineProcess.open(broker.bootstrapServers(), registry.url(), prefix, directory, new Recorder());
    }

    /** A part of what the entities send, from one step to before another. */
    private static void send(TopologySpec spec, int from, int to) {
        Readings readings = new Readings(client);
        Random random = new Random(29);
        for (int step = 0; step < STEPS; step++) {
            for (int e = 0; e < ENTITIES; e++) {
                boolean silent = e == 1 && step > STEPS / 2;
                boolean spike = (step + 83 * e) % 450 == 449;
                double load = (spike ? 90 : 40) + 2 * random.nextGaussian();
                if (!silent && step >= from && step < to) {
                    String sensor = "pump-" + e;
                    producer.send(new ProducerRecord<>(
                            spec.inputTopics().get(0),
                            e % PARTITIONS,
                            Readings.key(sensor),
                            readings.value(sensor, START + step * TestSpecs.STEP_MS, load)));
                }
            }
        }
        producer.flush();
    }

    private static List<TopicPartition> partitions(String topic) {
        return Stream.iterate(0, p -> p + 1)
                .limit(PARTITIONS)
                .map(p -> new TopicPartition(topic, p))
                .toList();
    }

    private static void awaitDone(TopologySpec spec, String applicationId) {
        List<TopicPartition> input = partitions(spec.inputTopics().get(0));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            long end = consumer.endOffsets(input).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            await().until(
                            () -> admin
                                            .listConsumerGroupOffsets(applicationId)
                                            .partitionsToOffsetAndMetadata()
                                            .get()
                                            .values()
                                            .stream()
                                            .mapToLong(offset -> offset.offset())
                                            .sum()
                                    == end);
        }
    }

    private static ConditionFactory await() {
        // A stream thread that is replaced dies with its exception; that is for Streams to handle, not for the waiter.
        return Awaitility.await().atMost(PATIENCE).dontCatchUncaughtExceptions();
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Committed alerts by entity, in order, without the wall-clock time at which they were decided. */
    private static Map<String, List<String>> alerts(TopologySpec spec) throws IOException {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<TopicPartition> partitions = partitions(spec.alertsTopic());
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p));
            });
        }
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(Alert.getClassSchema());
        Map<String, List<String>> alerts = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] value = record.value();
            GenericRecord alert =
                    reader.read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
            alert.put("detectedAt", 0L);
            alerts.computeIfAbsent(alert.get("entity").toString(), entity -> new ArrayList<>())
                    .add(alert.toString());
        }
        return alerts;
    }

    private List<Path> tasks(String applicationId) throws IOException {
        try (Stream<Path> files = Files.list(state.resolve(applicationId))) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }

    private List<Path> databases(String applicationId, String name) throws IOException {
        return tasks(applicationId).stream()
                .map(task -> task.resolve("rocksdb").resolve(name))
                .filter(Files::exists)
                .toList();
    }

    private static Path largest(Path database, String name) {
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(file -> file.getFileName().toString().contains(name))
                    .max(Comparator.comparingLong(DamagedStateIT::size))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void truncate(Path path, long length) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void overwrite(Path path, long from) {
        byte[] garbage = new byte[16];
        new Random(3).nextBytes(garbage);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(from);
            file.write(garbage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Utils.delete(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
