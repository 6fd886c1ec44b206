package io.tidewatch.bench;

import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Where everything is measured: broker, registry, a directory for state and models. */
final class Site implements AutoCloseable {
    /**
     * The broker does not compact meanwhile. In a cluster, brokers do so on machines of their own; here the cleaner
     * would take a core from what is measured, for up to a second at a time, whenever a segment of a changelog is full.
     * (Held to an even pace instead, the topics of the next run were not known for seconds: it seems that deleting
     * those before waits for it.)
     */
    private static final long CLEANER_RESTS_MS = TimeUnit.DAYS.toMillis(1);

    /**
     * Segments and their indices are as large as Kafka's defaults. The embedded broker's own are small, for a demo:
     * full every few seconds, each is forced to the disk when the next begins, and what is written meanwhile waits.
     * (With the directory in memory, the slowest hundredth of the alerts came in 91 ms, on the disk with small segments
     * in 146.)
     */
    private static final String SEGMENT_BYTES = Integer.toString(1 << 30);

    private static final String INDEX_BYTES = Integer.toString(10 << 20);

    private final Path directory;
    private final EmbeddedBroker broker;
    private final EmbeddedRegistry registryServer;
    private final SchemaRegistry registry;
    private final Admin admin;

    /** @param directory for everything that is stored; the caller deletes it */
    Site(Path directory) {
        this.directory = directory;
        this.broker = EmbeddedBroker.start(EmbeddedBroker.Options.defaults()
                .withDirectory(directory.resolve("kafka"))
                .with("log.segment.bytes", SEGMENT_BYTES)
                .with("log.index.size.max.bytes", INDEX_BYTES)
                .with("log.cleaner.backoff.ms", Long.toString(CLEANER_RESTS_MS)));
        this.registryServer = EmbeddedRegistry.start();
        this.registry = new ConfluentRegistry(List.of(registryServer.url()), Map.of());
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String registryUrl() {
        return registryServer.url();
    }

    SchemaRegistry registry() {
        return registry;
    }

    Path directory() {
        return directory;
    }

    void createTopic(String topic, int partitions) {
        broker.createTopic(topic, partitions, Map.of());
    }

    /** All topics whose names start so. */
    Set<String> topics(String prefix) throws ExecutionException, InterruptedException {
        return admin.listTopics().names().get().stream()
                .filter(topic -> topic.startsWith(prefix))
                .collect(Collectors.toSet());
    }

    /** Deletes all topics whose names start so: a run's topics would fill the disk. */
    void deleteTopics(String prefix) throws ExecutionException, InterruptedException {
        admin.deleteTopics(topics(prefix)).all().get();
    }

    /** A producer that fills its batches; {@code lingerMs}: how long a batch waits for more. */
    KafkaProducer<byte[], byte[]> producer(int lingerMs) {
        Properties settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, Integer.toString(lingerMs));
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(128 << 10));
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Properties of a consumer that reads committed records of assigned partitions. */
    Map<String, Object> reader() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers());
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        return settings;
    }

    @Override
    public void close() {
        admin.close();
        registry.close();
        registryServer.close();
        broker.close();
    }
}
