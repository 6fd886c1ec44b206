package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.embedded.Sessions;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.topology.MalformedRecords.Malformed;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The topology on a real broker with a real registry, in this process or in one that is killed. */
class PipelineIT {
    private static final long START = 1_600_000_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static EmbeddedBroker broker;
    private static EmbeddedRegistry registry;
    private static ConfluentRegistry client;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
        client = new ConfluentRegistry(List.of(registry.url()), Map.of());
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        admin.close();
        client.close();
        registry.close();
        broker.close();
    }

    private static TopologySpec provision(String prefix) throws Exception {
        TopologySpec spec = TestSpecs.over(prefix);
        admin.createTopics(List.of(new NewTopic(spec.inputTopics().get(0), TestSpecs.PARTITIONS, (short) 1)))
                .all()
                .get();
        provisioning(spec, true).provision();
        return spec;
    }

    private static TopicProvisioning provisioning(TopologySpec spec, boolean create) {
        return new TopicProvisioning(
                admin,
                new BrokerAddress(broker.bootstrapServers(), "PLAINTEXT"),
                new TopicPlan(
                        spec.inputTopics(),
                        true,
                        spec.alertsTopic(),
                        spec.deadLettersTopic(),
                        Optional.empty(),
                        create,
                        (short) -1));
    }

    private static DetectorStreams open(String prefix, Path state, Recorder recorder) throws Exception {
        return PipelineProcess.open(broker.bootstrapServers(), registry.url(), prefix, state, recorder);
    }

    private static void send(TopologySpec spec, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(spec.inputTopics().get(0), key, value));
    }

    /** Several entities, with spikes; one falls silent. */
    private static void sendFleet(TopologySpec spec, int entities, int steps) {
        sendFleet(spec, entities, steps, 0, steps);
    }

    /** A part of it, from one step to before another. */
    private static void sendFleet(TopologySpec spec, int entities, int steps, int from, int to) {
        Readings readings = new Readings(client);
        Random random = new Random(17);
        for (int step = 0; step < steps; step++) {
            for (int e = 0; e < entities; e++) {
                if (e == 1 && step > steps / 2) {
                    continue;
                }
                boolean spike = (step + 97 * e) % 500 == 499;
                double load = (spike ? 90 : 40) + 2 * random.nextGaussian();
                long at = START + step * TestSpecs.STEP_MS;
                if (step >= from && step < to) {
                    send(spec, Readings.key("pump-" + e), readings.value("pump-" + e, at, load));
                }
            }
        }
        producer.flush();
    }

    private static long inputEnd(TopologySpec spec) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions(spec.inputTopics().get(0))).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** How much of the input an application has committed. */
    private static long committed(String applicationId) {
        try {
            return admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitDone(TopologySpec spec, String applicationId) {
        long end = inputEnd(spec);
        await().until(() -> committed(applicationId) == end);
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

    private static List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int p = 0; p < TestSpecs.PARTITIONS; p++) {
            partitions.add(new TopicPartition(topic, p));
        }
        return partitions;
    }

    /** Everything committed to a topic, to its end. */
    private static List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
                return partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p));
            });
        }
        return all;
    }

    /** Decodes as any consumer would: asks the registry for the id over HTTP, reads by that schema. */
    private static GenericRecord decode(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        assertThat(bytes.get()).isZero();
        URI address = URI.create(registry.url() + "/schemas/ids/" + bytes.getInt());
        try {
            String answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            Schema schema = new Schema.Parser()
                    .parse(new ObjectMapper().readTree(answer).get("schema").asText());
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Alerts by entity, in order, without the wall-clock time at which they were decided. */
    private static Map<String, List<String>> alertsByEntity(TopologySpec spec) {
        Map<String, List<String>> alerts = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : readAll(spec.alertsTopic())) {
            GenericRecord alert = decode(record.value());
            alert.put("detectedAt", 0L);
            alerts.computeIfAbsent(alert.get("entity").toString(), entity -> new ArrayList<>())
                    .add(alert.toString());
        }
        return alerts;
    }

    @Test
    void consumerThatKnowsNothingOfTidewatchDecodesEveryAlertAndEveryDeadLetterIsTheRecord(@TempDir Path state)
            throws Exception {
        TopologySpec spec = provision("plain");
        List<Malformed> malformed = MalformedRecords.of(client);
        for (Malformed bad : malformed) {
            send(spec, bad.key(), bad.value());
        }
        sendFleet(spec, 3, 600);
        Recorder recorder = new Recorder();
        try (DetectorStreams streams = open("plain", state, recorder)) {
            streams.start();
            awaitDone(spec, "plain");
            assertThat(streams.fault()).isEmpty();
        }

        List<ConsumerRecord<byte[], byte[]>> alerts = readAll(spec.alertsTopic());
        assertThat(alerts).hasSameSizeAs(recorder.alerts).isNotEmpty();
        for (ConsumerRecord<byte[], byte[]> record : alerts) {
            GenericRecord alert = decode(record.value());
            assertThat(record.key()).isEqualTo(Readings.key(alert.get("entity").toString()));
            assertThat(alert.getSchema().getDoc()).startsWith("One message in the life of an incident");
        }
        assertThat(readAll(spec.deadLettersTopic()))
                .extracting(record -> Arrays.toString(record.key()) + Arrays.toString(record.value()))
                .containsExactlyInAnyOrderElementsOf(malformed.stream()
                        .map(bad -> Arrays.toString(bad.key()) + Arrays.toString(bad.value()))
                        .toList());
        assertThat(recorder.events.get() + malformed.size()).isEqualTo((int) inputEnd(spec));
    }

    @Test
    void pulseOfAnIdleInputBeatsWithItsConsumersFetches(@TempDir Path state) throws Exception {
        provision("idle");
        try (DetectorStreams streams = open("idle", state, new Recorder())) {
            streams.start();
            await().until(() -> streams.state() == KafkaStreams.State.RUNNING);
            String client = streams.metrics().keySet().stream()
                    .map(metric -> metric.tags().getOrDefault("client-id", ""))
                    .filter(id -> id.endsWith("StreamThread-1-consumer"))
                    .findFirst()
                    .orElseThrow();
            FetchPulse pulse = new FetchPulse(streams::metrics);
            String thread = client.substring(0, client.length() - "-consumer".length());
            await().until(() -> pulse.beats(thread) < 1_000);
            long before = pulse.beats(thread);
            await().until(() -> pulse.beats(thread) > before);
            assertThat(pulse.beats(thread)).isLessThan(1_000);
        }
    }

    private static Metric metric(MetricName name, double value) {
        return new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        };
    }

    @Test
    void everyStreamThreadIsSeenToPoll(@TempDir Path state) throws Exception {
        provision("threads");
        try (DetectorStreams streams = open("threads", state, new Recorder())) {
            assertThat(streams.threads().alive()).hasSize(streams.threads().configured());
            streams.start();
            await().until(() -> streams.state() == KafkaStreams.State.RUNNING);

            StreamThreads threads = streams.threads();
            assertThat(threads.pollInterval()).isEqualTo(Duration.ofMinutes(5));
            assertThat(threads.alive()).hasSize(threads.configured()).isNotEmpty();
            // The names are those of the real metrics, whatever they tell now.
            Map<MetricName, Metric> aMinuteAgo = new HashMap<>();
            streams.metrics().keySet().forEach(name -> aMinuteAgo.put(name, metric(name, 60.0)));
            assertThat(StreamThreads.of(
                                    new ThreadSettings(1, Duration.ofMinutes(5), Duration.ofSeconds(1)),
                                    streams.application().metadataForLocalThreads(),
                                    aMinuteAgo)
                            .alive())
                    .extracting(StreamThreads.Alive::unpolled)
                    .hasSize(threads.configured())
                    .containsOnly(Duration.ofMinutes(1));
        }
    }

    @Test
    void stopWhileTheRegistryIsAwayIsPromptAndLosesNothing(@TempDir Path state) throws Exception {
        TopologySpec spec = provision("outage");
        sendFleet(spec, 2, 50);
        Recorder recorder = new Recorder();
        try (DetectorStreams streams = open("outage", state, recorder)) {
            registry.setAvailable(false);
            streams.start();
            await().until(() -> recorder.registry.contains(false));
            long before = System.nanoTime();
            assertThat(streams.close(Duration.ofSeconds(20))).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
            assertThat(streams.state()).isEqualTo(KafkaStreams.State.NOT_RUNNING);
            assertThat(streams.fault()).isEmpty();
        } finally {
            registry.setAvailable(true);
        }
        assertThat(committed("outage")).isZero();
        Sessions.end(admin, "outage");

        Recorder second = new Recorder();
        try (DetectorStreams streams = open("outage", state, second)) {
            streams.start();
            awaitDone(spec, "outage");
        }
        assertThat(second.events).hasValue((int) inputEnd(spec));
        assertThat(readAll(spec.deadLettersTopic())).isEmpty();
    }

    @Test
    void outageLongerThanARecordMayWaitLosesNothing(@TempDir Path state) throws Exception {
        TopologySpec spec = provision("long");
        sendFleet(spec, 2, 700);
        Recorder recorder = new Recorder();
        try (DetectorStreams streams = open("long", state, recorder)) {
            registry.setAvailable(false);
            streams.start();
            await().until(() -> streams.metrics().keySet().stream()
                    .anyMatch(metric ->
                            metric.tags().getOrDefault("client-id", "").endsWith("StreamThread-2-consumer")));
            assertThat(recorder.events).hasValue(0);
            registry.setAvailable(true);
            awaitDone(spec, "long");
            assertThat(streams.fault()).isEmpty();
        } finally {
            registry.setAvailable(true);
        }
        assertThat(recorder.registry).containsExactly(false, true);
        assertThat(readAll(spec.deadLettersTopic())).isEmpty();
        assertThat(readAll(spec.alertsTopic())).hasSameSizeAs(recorder.alerts).isNotEmpty();
        assertThat(recorder.events).hasValue((int) inputEnd(spec));
    }

    @Test
    void killedProcessesLeaveTheAlertsOfAnUndisturbedRun(@TempDir Path state, @TempDir Path other) throws Exception {
        int entities = 4;
        int steps = 6_000;
        TopologySpec calm = provision("calm");
        sendFleet(calm, entities, steps);
        try (DetectorStreams streams = open("calm", other, new Recorder())) {
            streams.start();
            awaitDone(calm, "calm");
        }
        TopologySpec killed = provision("killed");
        sendFleet(killed, entities, steps);
        long end = inputEnd(killed);
        for (int kill = 1; kill <= 2; kill++) {
            long until = kill * end / 4;
            Process process = spawn("killed", state);
            try {
                await().pollInterval(Duration.ofMillis(20))
                        .until(() -> committed("killed") >= until || !process.isAlive());
                assertThat(process.isAlive()).isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(committed("killed")).isBetween(until, end - 1);
        }
        Process process = spawn("killed", state);
        try {
            awaitDone(killed, "killed");
        } finally {
            process.destroyForcibly().waitFor();
        }

        Map<String, List<String>> expected = alertsByEntity(calm);
        assertThat(expected.keySet()).hasSize(entities);
        assertThat(alertsByEntity(killed)).isEqualTo(expected);
    }

    @Test
    void stoppedInOrderItGoesOnFromItsDisk(@TempDir Path state, @TempDir Path other) throws Exception {
        int entities = 4;
        int steps = 3_000;
        TopologySpec calm = provision("unbroken");
        sendFleet(calm, entities, steps);
        try (DetectorStreams streams = open("unbroken", other, new Recorder())) {
            streams.start();
            awaitDone(calm, "unbroken");
        }
        TopologySpec stopped = provision("stopped");
        sendFleet(stopped, entities, steps, 0, steps / 3);
        try (DetectorStreams streams = open("stopped", state, new Recorder())) {
            streams.start();
            awaitDone(stopped, "stopped");
        }
        Sessions.end(admin, "stopped");
        sendFleet(stopped, entities, steps, steps / 3, steps);
        Restored restored = new Restored();
        try (DetectorStreams streams = open("stopped", state, new Recorder())) {
            streams.application().setGlobalStateRestoreListener(restored);
            streams.start();
            awaitDone(stopped, "stopped");
        }

        assertThat(restored.entities).hasValue(0);
        assertThat(alertsByEntity(stopped)).isEqualTo(alertsByEntity(calm)).hasSize(entities);
    }

    /** Counts what is read back of the states of entities. */
    private static final class Restored implements StateRestoreListener {
        private final AtomicLong entities = new AtomicLong();

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {}

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {
            if (store.equals(DetectSupplier.ENTITIES)) {
                entities.addAndGet(totalRestored);
            }
        }
    }

    private static Process spawn(String prefix, Path state) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-cp",
                        classPath,
                        PipelineProcess.class.getName(),
                        broker.bootstrapServers(),
                        registry.url(),
                        prefix,
                        state.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(state.toFile(), "process.log"))
                .start();
    }

    @Test
    void missingTopicsAreNamedWithTheCommandThatMendsThem() throws Exception {
        TopologySpec spec = TestSpecs.over("absent");
        assertThatThrownBy(() -> provisioning(spec, true).provision())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Input topic absent.readings does not exist")
                .hasMessageContaining("kafka-topics.sh --bootstrap-server " + broker.bootstrapServers()
                        + " --create --topic absent.readings --partitions");

        broker.createTopic("absent.readings", TestSpecs.PARTITIONS, Map.of());
        assertThatThrownBy(() -> provisioning(spec, false).provision())
                .hasMessageContaining("--create --topic absent.d.alerts --partitions 2")
                .hasMessageContaining(
                        "--create --topic absent.d.dead-letters --partitions 2 --config max.message.bytes=");

        provisioning(spec, true).provision();
        provisioning(spec, false).provision();
    }

    @Test
    void deadLetterTopicOfAnothersMakingThatIsCompactedIsRefused() throws Exception {
        TopologySpec spec = TestSpecs.over("compacted");
        broker.createTopic("compacted.readings", 1, Map.of());
        broker.createTopic("compacted.d.dead-letters", 1, Map.of("cleanup.policy", "compact"));
        assertThatThrownBy(() -> provisioning(spec, true).provision())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Topic compacted.d.dead-letters is compacted")
                .hasMessageContaining("kafka-configs.sh --bootstrap-server " + broker.bootstrapServers()
                        + " --alter --entity-type topics --entity-name compacted.d.dead-letters"
                        + " --add-config cleanup.policy=delete");
    }

    @Test
    void deadLetterTopicThatTakesLessThanTheInputIsToldWithTheCommandThatMendsIt() {
        Logger logger = (Logger) LoggerFactory.getLogger(TopicProvisioning.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            TopologySpec spec = TestSpecs.over("small");
            broker.createTopic("small.readings", 1, Map.of("max.message.bytes", "3000000"));
            broker.createTopic("small.d.dead-letters", 1, Map.of("max.message.bytes", "2000000"));
            provisioning(spec, true).provision();
            provisioning(spec, true).provision();
            assertThat(log.list)
                    .filteredOn(line -> line.getLevel() == Level.WARN)
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line.getKeyValuePairs().toString())
                            .contains("small.d.dead-letters", "--add-config max.message.bytes=3065536"));

            TopologySpec wide = TestSpecs.over("roomy");
            broker.createTopic("roomy.readings", 1, Map.of());
            provisioning(wide, true).provision();
            provisioning(wide, true).provision();
            assertThat(log.list)
                    .filteredOn(line -> line.getLevel() == Level.WARN)
                    .hasSize(2);
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void inputsOfDifferentWidthAreRefusedWhenTheKeyIsTheEntity() {
        broker.createTopic("narrow", 1, Map.of());
        broker.createTopic("wide", 3, Map.of());
        TopicPlan plan = new TopicPlan(
                List.of("narrow", "wide"), true, "x.alerts", "x.dead", Optional.of("x.models"), true, (short) -1);
        assertThatThrownBy(() -> new TopicProvisioning(
                                admin, new BrokerAddress(broker.bootstrapServers(), "PLAINTEXT"), plan)
                        .provision())
                .hasMessageContaining("narrow=1, wide=3");
    }
}
