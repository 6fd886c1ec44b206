package io.tidewatch.topology.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactFormat;
import io.tidewatch.model.catalog.ArtifactHeader;
import io.tidewatch.model.catalog.CatalogEntry;
import io.tidewatch.model.catalog.ModelActivation;
import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.model.catalog.RefusedRecord;
import io.tidewatch.model.catalog.Stamp;
import io.tidewatch.model.catalog.TestModels;
import io.tidewatch.model.catalog.TrustedKeys;
import io.tidewatch.topology.BrokerAddress;
import io.tidewatch.topology.TopicPlan;
import io.tidewatch.topology.TopicProvisioning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers and readers of a models topic on a real broker. */
class ModelsTopicIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Stamp STAMP = new Stamp(7, "eva@host");
    private static final int CHUNK = 400;
    private static final int KEEP = 3;

    private static EmbeddedBroker broker;
    private static Map<String, String> kafka;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        kafka = kafka(broker);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Map<String, String> kafka(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** Keeps what it receives. */
    private static final class Recorded implements ModelsListener {
        private final List<ModelCatalog> catalogs = new CopyOnWriteArrayList<>();
        private final List<RefusedRecord> refusals = new CopyOnWriteArrayList<>();

        @Override
        public void changed(ModelCatalog catalog) {
            catalogs.add(catalog);
        }

        @Override
        public void refused(RefusedRecord record) {
            refusals.add(record);
        }

        private Optional<String> active() {
            return catalogs.isEmpty()
                    ? Optional.empty()
                    : catalogs.get(catalogs.size() - 1).activation().map(ModelActivation::version);
        }
    }

    private static String create(EmbeddedBroker on, String topic) {
        on.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
        return topic;
    }

    private static ModelsTopicWriter writer(String topic) {
        return new ModelsTopicWriter(
                kafka, topic, ModelsTopicWriter.transactionalId("tidewatch-" + topic, "test"), KEEP);
    }

    private static ModelCatalog read(String topic) {
        try (ModelsTopicReader reader = new ModelsTopicReader(kafka, topic)) {
            return reader.readToEnd(PATIENCE);
        }
    }

    private static List<String> versions(ModelCatalog catalog) {
        return catalog.entries().stream().map(CatalogEntry::version).toList();
    }

    private static String version(int model) {
        return TestModels.model(model).version();
    }

    private static void publish(ModelsTopicWriter writer, int model, boolean active) {
        ModelArtifact artifact = TestModels.model(model);
        byte[] bytes = ModelArtifactFormat.write(artifact);
        ArtifactHeader header = ArtifactHeader.of(artifact.version(), bytes, STAMP, CHUNK);
        assertThat(header.chunks()).isGreaterThan(2);
        if (active) {
            writer.publishActive(header, bytes, OptionalLong.of(100L * model));
        } else {
            writer.publish(header, bytes);
        }
    }

    private static void send(String topic, String key, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(Map.copyOf(kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value))
                    .get();
        }
    }

    @Test
    void publishedModelIsReadByAnotherProcessAndActive() throws Exception {
        String topic = create(broker, "published.models");
        try (ModelsTopicWriter writer = writer(topic)) {
            publish(writer, 1, true);
            publish(writer, 2, false);
        }

        ModelCatalog catalog = read(topic);

        assertThat(versions(catalog)).containsExactly(version(2), version(1));
        assertThat(catalog.artifact(version(2), TrustedKeys.NONE).version()).isEqualTo(version(2));
        assertThat(catalog.activation()).get().satisfies(active -> {
            assertThat(active.version()).isEqualTo(version(1));
            assertThat(active.fromMs()).hasValue(100);
            assertThat(active.activated()).isEqualTo(STAMP);
        });
        assertThat(catalog.refused()).isZero();
    }

    @Test
    void abortedTransactionIsInvisible() {
        String topic = create(broker, "aborted.models");
        try (ModelsTopicWriter writer = writer(topic);
                KafkaProducer<byte[], byte[]> other = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "aborts"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            publish(writer, 1, true);
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(topic, ("artifact/" + version(1)).getBytes(UTF_8), null));
            other.send(new ProducerRecord<>(topic, "active".getBytes(UTF_8), null));
            other.flush();
            other.abortTransaction();
        }

        ModelCatalog catalog = read(topic);
        assertThat(catalog.has(version(1))).isTrue();
        assertThat(catalog.activation()).isPresent();
    }

    @Test
    void writerThatLeftATransactionOpenIsReplacedByTheNextOfItsId() {
        String topic = create(broker, "open.models");
        String id = ModelsTopicWriter.transactionalId("tidewatch-" + topic, "test");
        try (KafkaProducer<byte[], byte[]> dead = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                ModelsTopicWriter writer = writer(topic)) {
            dead.initTransactions();
            dead.beginTransaction();
            dead.send(new ProducerRecord<>(topic, "active".getBytes(UTF_8), new byte[] {1}));
            dead.flush();
            publish(writer, 1, true);
            assertThatThrownBy(dead::commitTransaction).isInstanceOf(Exception.class);
            dead.close(Duration.ZERO);
        }

        assertThat(versions(read(topic))).containsExactly(version(1));
        assertThat(read(topic).refused()).isZero();
    }

    @Test
    void onlyTheNewestAreKeptBesidesTheActiveOneAndTheOneBefore() {
        String topic = create(broker, "kept.models");
        try (ModelsTopicWriter writer = writer(topic)) {
            publish(writer, 1, true);
            publish(writer, 2, true);
            for (int model = 3; model <= 8; model++) {
                publish(writer, model, false);
            }
            ModelCatalog catalog = read(topic);
            assertThat(versions(catalog)).containsExactly(version(8), version(7), version(6), version(2), version(1));
            for (int model = 3; model <= 5; model++) {
                assertThat(catalog.keysOf(version(model))).isEmpty();
            }

            publish(writer, 9, true);
            assertThat(versions(read(topic))).containsExactly(version(9), version(8), version(7), version(2));
        }
    }

    @Test
    void sameModelIsWrittenOnce() {
        String topic = create(broker, "same.models");
        try (ModelsTopicWriter writer = writer(topic)) {
            publish(writer, 1, true);
            publish(writer, 2, false);
            publish(writer, 1, true);
        }

        assertThat(versions(read(topic))).containsExactly(version(2), version(1));
    }

    @Test
    void rollbackActivatesTheNewestEarlierVersionThatIsStillThere() {
        String topic = create(broker, "back.models");
        try (ModelsTopicWriter writer = writer(topic)) {
            assertThatThrownBy(() -> writer.rollback(STAMP)).hasMessageContaining("is active");
            publish(writer, 1, true);
            assertThatThrownBy(() -> writer.rollback(STAMP)).hasMessageContaining("active before " + version(1));
            publish(writer, 2, true);
            publish(writer, 3, true);
            writer.delete(version(2));

            assertThat(writer.rollback(STAMP).version()).isEqualTo(version(1));
        }
        assertThat(read(topic).activation()).get().satisfies(active -> {
            assertThat(active.version()).isEqualTo(version(1));
            assertThat(active.previous()).contains(version(3));
            assertThat(active.fromMs()).isEmpty();
        });
    }

    @Test
    void activeVersionCannotBeDeletedNorAnUnknownOneActivated() {
        String topic = create(broker, "refused.models");
        try (ModelsTopicWriter writer = writer(topic)) {
            publish(writer, 1, true);

            assertThatThrownBy(() -> writer.delete(version(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is active; activate another one first");
            assertThatThrownBy(() -> writer.delete(version(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no version " + version(2));
            assertThatThrownBy(() -> writer.activate(version(2), OptionalLong.empty(), STAMP))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(version(1));
        }
        assertThat(versions(read(topic))).containsExactly(version(1));
    }

    @Test
    void followerSeesWhatIsAddedAndRefusesWhatIsBad() throws Exception {
        String topic = create(broker, "followed.models");
        Recorded recorded = new Recorded();
        try (ModelsTopicReader reader = new ModelsTopicReader(kafka, topic);
                ModelsTopicWriter writer = writer(topic)) {
            assertThat(reader.readToEnd(PATIENCE).entries()).isEmpty();
            reader.follow(recorded);
            send(topic, "active", "rubbish".getBytes(UTF_8));
            publish(writer, 1, true);

            await().atMost(PATIENCE).until(() -> recorded.active().equals(Optional.of(version(1))));
            assertThat(recorded.refusals).singleElement().satisfies(refusal -> assertThat(refusal.text())
                    .contains("record active of topic " + topic + " is refused: it is no JSON"));
        }
    }

    @Test
    void followerSurvivesAnOutageOfTheBroker() throws Exception {
        EmbeddedBroker.Options options = EmbeddedBroker.Options.defaults().withDirectory(directory);
        EmbeddedBroker away = EmbeddedBroker.start(options);
        String topic = create(away, "outage.models");
        Map<String, String> own = kafka(away);
        Recorded recorded = new Recorded();
        try (ModelsTopicReader reader = new ModelsTopicReader(own, topic)) {
            reader.readToEnd(PATIENCE);
            reader.follow(recorded);
            away.close();
            away = EmbeddedBroker.start(options.withPort(away.port()));
            try (ModelsTopicWriter writer = new ModelsTopicWriter(own, topic, "outage-models-test", KEEP)) {
                publish(writer, 1, true);
            }

            await().atMost(PATIENCE).until(() -> recorded.active().equals(Optional.of(version(1))));
        } finally {
            away.close();
        }
    }

    @Test
    void missingTopicIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> read("missing.models"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Topic missing.models does not exist")
                .hasMessageContaining("topics.create");
    }

    private static TopicProvisioning provisioning(Admin admin, String topic, boolean create) {
        return new TopicProvisioning(
                admin,
                new BrokerAddress(broker.bootstrapServers(), "PLAINTEXT"),
                new TopicPlan(List.of(), false, "x.alerts", "x.dead", Optional.of(topic), create, (short) -1));
    }

    @Test
    void topicIsCreatedCompactedWithOnePartition() throws Exception {
        try (Admin admin = Admin.create(Map.copyOf(kafka))) {
            assertThatThrownBy(() -> provisioning(admin, "made.models", false).provisionModels())
                    .hasMessageContaining("Topic made.models does not exist")
                    .hasMessageContaining("--partitions 1 --config cleanup.policy=compact");

            provisioning(admin, "made.models", true).provisionModels();
            provisioning(admin, "made.models", false).provisionModels();

            assertThat(admin.describeTopics(List.of("made.models"))
                            .allTopicNames()
                            .get()
                            .get("made.models")
                            .partitions())
                    .hasSize(1);
        }
    }

    @Test
    void topicThatDoesNotFitIsRefusedWithTheCommandThatMendsIt() {
        broker.createTopic("wide.models", 2, Map.of("cleanup.policy", "compact"));
        broker.createTopic("fading.models", 1, Map.of("cleanup.policy", "delete"));
        try (Admin admin = Admin.create(Map.copyOf(kafka))) {
            assertThatThrownBy(() -> provisioning(admin, "wide.models", true).provisionModels())
                    .hasMessageContaining("has 2 partitions");
            assertThatThrownBy(() -> provisioning(admin, "fading.models", true).provisionModels())
                    .hasMessageContaining("cleanup.policy=delete")
                    .hasMessageContaining("--add-config cleanup.policy=compact");
        }
        assertThatThrownBy(() -> read("wide.models")).hasMessageContaining("has 2 partitions");
    }
}
