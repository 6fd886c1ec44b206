package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AnomalyKind;
import io.tidewatch.Contribution;
import io.tidewatch.Severity;
import io.tidewatch.config.ConfigLoader;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.event.Event;
import io.tidewatch.event.EventExtractor;
import io.tidewatch.event.Extraction;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.WireFormat;
import io.tidewatch.topology.AlertSerializer;
import io.tidewatch.topology.PatientRegistry;
import io.tidewatch.topology.TopologyObserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
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
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands around the detector, against a broker and a registry. */
class ReplayAndAlertsIT {
    private static EmbeddedBroker broker;
    private static EmbeddedRegistry registry;

    @TempDir
    Path directory;

    private record Sent(String key, long timestampMs, GenericRecord value) {}

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void replaySendsEveryRowAsAvroWithoutItsLabel() throws Exception {
        Path file = directory.resolve("server-1.csv.gz");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write("""
                    timestamp,cpu,disk %,label
                    2014-07-01 00:00:00,0.5,,0
                    2014-07-01 00:30:00,0.75,80,1
                    """.getBytes(StandardCharsets.UTF_8));
        }

        CommandRun run = command("replay", file.toString(), "--topic", "server-metrics", "--partitions", "3");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).containsExactly("2 events of server-1.csv.gz sent to topic server-metrics");
        List<Sent> sent = sent("server-metrics");
        assertThat(sent).extracting(Sent::key).containsExactly("server-1", "server-1");
        GenericRecord first = sent.get(0).value();
        Schema schema = first.getSchema();
        assertThat(schema.getFields().stream().map(Schema.Field::name)).containsExactly("timestamp", "cpu", "disk__");
        assertThat(schema.getName()).isEqualTo("server_metrics");
        assertThat(schema.getField("timestamp").schema().getLogicalType().getName())
                .isEqualTo("timestamp-millis");
        assertThat(first.get("timestamp"))
                .isEqualTo(Instant.parse("2014-07-01T00:00:00Z").toEpochMilli());
        assertThat(first.get("cpu")).isEqualTo(0.5);
        assertThat(first.get("disk__")).isNull();
        assertThat(sent.get(1).value().get("disk__")).isEqualTo(80.0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.describeTopics(List.of("server-metrics"))
                            .allTopicNames()
                            .get()
                            .get("server-metrics")
                            .partitions())
                    .hasSize(3);
        }
    }

    @Test
    void replayTakesTheEntityFromAColumnAndTheTopicFromTheConfiguration() throws Exception {
        Path file =
                Files.writeString(directory.resolve("fleet.csv"), "timestamp,host,cpu\n1000,a,1\n2000,b,2\n3000,a,3\n");

        CommandRun run = command(
                "replay",
                file.toString(),
                "--entity-column=host",
                "--speed=1000x",
                "--set=detector=fleet",
                "--set=input.topics=fleet-metrics",
                "--set=input.features=cpu");

        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith(file + ": 3 of 3 rows before 1990-01-01T00:00:00Z, first at line 2: run rejects them");
        assertThat(sent("fleet-metrics")).extracting(Sent::key).containsExactlyInAnyOrder("a", "b", "a");
    }

    @Test
    void whatReplaySendsRunOfTheSameConfigurationReads() throws Exception {
        long start = Instant.parse("2026-04-01T00:00:00Z").toEpochMilli();
        Path file = Files.writeString(directory.resolve("pumps.csv"), """
                timestamp,note,id,oil.temp,load,place.zone
                2026-04-01T00:00:00Z,started,p1,71.5,3,north
                2026-04-01T00:01:00Z,,p2,,4,
                """);
        TidewatchConfig config =
                replayed(file, "pumps", "input.time=meta.at", "input.entity=meta.id", "--entity-column=id");

        List<Event> events = events(config);
        assertThat(events)
                .containsExactlyInAnyOrder(
                        new Event("p1", start, new double[] {71.5, 1, 3}, new String[] {"north"}),
                        new Event("p2", start + 60_000, new double[] {Double.NaN, 1, 4}, new String[] {null}));
        assertThat(sent("pumps")).extracting(Sent::key).containsExactlyInAnyOrder("p1", "p2");
    }

    @Test
    void replayGivesTheTimeToTheRecordWhereTheConfigurationTakesItThere() throws Exception {
        long start = Instant.now().truncatedTo(ChronoUnit.DAYS).toEpochMilli();
        Path file = Files.writeString(
                directory.resolve("valve.csv"), "timestamp,oil.temp,load,place.zone\n" + start + ",71.5,3,north\n");

        TidewatchConfig config = replayed(file, "valves", "input.time=record", "input.entity=key");

        assertThat(sent("valves")).extracting(Sent::timestampMs).containsExactly(start);
        assertThat(events(config))
                .containsExactly(new Event("valve", start, new double[] {71.5, 1, 3}, new String[] {"north"}));
    }

    @Test
    void whatNoRecordCanHoldIsRefusedBeforeTheFirst() throws Exception {
        Path file = Files.writeString(directory.resolve("p.csv"), "timestamp,oil,oil.temp\n1000,1,2\n");

        CommandRun conflict = command("replay", file.toString(), "--topic=never", "--set=input.features=oil,oil.temp");
        CommandRun key = command("replay", file.toString(), "--topic=never", "--set=input.key-format=long");

        assertThat(conflict.exitCode()).isEqualTo(2);
        assertThat(conflict.err()).contains("input.features 'oil' and input.features 'oil.temp' cannot both be");
        assertThat(key.exitCode()).isEqualTo(2);
        assertThat(key.err()).contains("input.key-format is long, but replay writes keys as text");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).doesNotContain("never");
        }
    }

    /** Replays with a configuration of nested features, a count and a category. */
    private TidewatchConfig replayed(Path file, String topic, String time, String entity, String... more)
            throws Exception {
        Path yaml = Files.writeString(directory.resolve(topic + ".yaml"), """
                detector: %s
                kafka: { bootstrap.servers: "%s" }
                schema-registry: { url: "%s" }
                input:
                  topics: [%s]
                  features: [oil.temp, { name: events, aggregate: count }, load]
                  categories: [place.zone]
                """.formatted(
                        topic, broker.bootstrapServers(), registry.url(), topic));
        List<String> set = List.of("--set=" + time, "--set=" + entity);
        List<String> arguments =
                new ArrayList<>(List.of("replay", "--config=" + yaml, file.toString(), set.get(0), set.get(1)));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return ConfigLoader.load(yaml, Map.of(), List.of(time, entity));
    }

    /** What the detector of a configuration would see. */
    private static List<Event> events(TidewatchConfig config) throws Exception {
        List<Event> events = new ArrayList<>();
        for (Sent sent : sent(config.inputTopics().get(0))) {
            Extraction read = new EventExtractor(config.event(), sent.value().getSchema())
                    .extract(sent.value(), sent.key(), sent.timestampMs(), System.currentTimeMillis());
            assertThat(read).isInstanceOf(Event.class);
            events.add((Event) read);
        }
        return events;
    }

    @Test
    void replayReadsTimestampsInTheUnitThatIsSet() throws Exception {
        Path file = Files.writeString(directory.resolve("s.csv"), "timestamp,cpu\n1700000000.25,1\n1700000060,2\n");

        CommandRun run = command("replay", file.toString(), "--topic=in-seconds", "--set=input.time-unit=s");

        assertThat(run.err()).isEmpty();
        assertThat(sent("in-seconds"))
                .extracting(sent -> sent.value().get("timestamp"))
                .containsExactly(1_700_000_000_250L, 1_700_000_060_000L);
    }

    @Test
    void replayRefusesColumnsThatBecomeOneField() throws Exception {
        Path file = Files.writeString(directory.resolve("x.csv"), "timestamp,cpu %,cpu_%\n1000,1,2\n");

        CommandRun run = command("replay", file.toString(), "--topic", "collision");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualToIgnoringNewLines("tidewatch replay: columns 'cpu %' and 'cpu_%' would both be the Avro field "
                        + "cpu__; rename one of them");
    }

    @Test
    void trainOnATopicSaysWhatItReadAndWhyARecordWasLeftOut() throws Exception {
        long newYear = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        StringBuilder rows = new StringBuilder("timestamp,cpu\n");
        for (int minute = 0; minute < 200; minute++) {
            rows.append(newYear + minute * 60_000L)
                    .append(',')
                    .append(minute % 7)
                    .append('\n');
        }
        Path file = Files.writeString(directory.resolve("web.csv"), rows);
        assertThat(command("replay", file.toString(), "--topic", "history").err())
                .isEmpty();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("history", 0, "web", "no Avro")).get();
        }

        CommandRun run = command(
                "train",
                "--set=detector=history",
                "--set=input.topics=history",
                "--set=input.time=timestamp",
                "--set=input.features=cpu",
                "--set=window.step=1m",
                "--set=model.epochs=1",
                "--set=model.directory=" + directory.resolve("models"));

        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .hasSize(6)
                .first()
                .asString()
                .startsWith("1 record could not become events, left out here; run will dead-letter them. "
                        + "The first is of history-0 at offset ");
        assertThat(run.lines().get(1))
                .isEqualTo("read 200 events of 1 entity, from 2026-01-01T00:00:00Z to 2026-01-01T03:19:00Z");
        assertThat(run.lines().get(2)).contains("learned from 168 windows of 1 entity, 2026-01-01T00:31:00Z to");
        assertThat(run.lines().get(3)).isEqualTo("features: cpu (mean)");
        assertThat(run.lines().get(4))
                .startsWith("about 0.1 false alerts a day are expected: alerts.budget is 0.1 per");
        assertThat(run.lines().get(5)).startsWith("active in topic history.models, also stored as ");
    }

    @Test
    void aPropertyThatTheClientRefusesIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("y.csv"), "timestamp,cpu\n1000,1\n");

        CommandRun run = command("replay", file.toString(), "--topic", "refused", "--set", "kafka.acks=maybe");

        assertThat(run.exitCode()).isEqualTo(2);
        // The value is not told: under a wrong key it may be a secret.
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("acks", "must be one of: all, -1, 0, 1")
                .doesNotContain("maybe");
    }

    @Test
    void aBrokerThatIsNotThereIsNamed() throws Exception {
        CommandRun run = impatientReplay("127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("tidewatch replay: The broker at 127.0.0.1:1 does not answer. Check that it runs, "
                        + "kafka.bootstrap.servers, and ");
    }

    @Test
    void aProtocolThatTheBrokersListenerDoesNotSpeakIsNamed() throws Exception {
        CommandRun run = impatientReplay(broker.bootstrapServers(), "--set=kafka.security.protocol=SSL");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("does not answer")
                .endsWith("kafka.security.protocol: it is SSL, and the broker's listener there may not be.");
    }

    private CommandRun impatientReplay(String bootstrap, String... more) throws Exception {
        Path file = Files.writeString(directory.resolve("z.csv"), "timestamp,cpu\n1000,1\n");
        List<String> arguments = new ArrayList<>(List.of(
                "replay",
                file.toString(),
                "--topic=t",
                "--bootstrap=" + bootstrap,
                "--registry=" + registry.url(),
                "--set=kafka.request.timeout.ms=500",
                "--set=kafka.default.api.timeout.ms=1000"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void alertsAreReadOnceCommittedInBothForms() throws Exception {
        String topic = "orders.alerts";
        broker.createTopic(topic, 2, Map.of());
        publish(topic, true, alert("kept"));
        publish(topic, false, alert("aborted"));

        CommandRun readable = command("alerts", "--topic", topic, "--until-end");
        CommandRun json = command("alerts", "--topic", topic, "--until-end", "--json");
        CommandRun fresh = command("alerts", "--topic", topic, "--until-end", "--new-only");

        assertThat(readable.err()).isEmpty();
        assertThat(readable.lines())
                .singleElement()
                .asString()
                .contains("2026-03-02 00:10:00", "OPEN", "critical", "point", "cpu is far too high");
        JsonNode alert = new ObjectMapper().readTree(json.lines().get(0));
        assertThat(json.lines()).hasSize(1);
        assertThat(alert.path("id").asText()).isEqualTo("kept");
        assertThat(alert.path("windowEnd").asText()).isEqualTo("2026-03-02T00:10:00Z");
        assertThat(alert.at("/contributions/0/stepTime").asText()).isEqualTo("2026-03-02T00:00:00Z");
        assertThat(alert.path("modelVersion").isNull()).isTrue();
        assertThat(alert.properties()).hasSameSizeAs(Alert.getClassSchema().getFields());
        assertThat(fresh.exitCode()).isZero();
        assertThat(fresh.lines()).isEmpty();
    }

    @Test
    void alertsOfATopicThatIsNotThereSaysSo() {
        CommandRun run = command("alerts", "--topic", "nobody.alerts", "--until-end");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("topic nobody.alerts does not exist");
    }

    private static CommandRun command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--bootstrap=" + broker.bootstrapServers());
        all.add("--registry=" + registry.url());
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static List<Sent> sent(String topic) throws Exception {
        List<Sent> sent = new ArrayList<>();
        try (var schemas = new ConfluentRegistry(List.of(registry.url()), Map.of());
                var consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, byte[]> read : consumer.poll(Duration.ofSeconds(1))) {
                    Schema schema = schemas.byId(WireFormat.schemaId(read.value()));
                    var decoder = DecoderFactory.get()
                            .binaryDecoder(
                                    read.value(),
                                    WireFormat.HEADER_BYTES,
                                    read.value().length - WireFormat.HEADER_BYTES,
                                    null);
                    sent.add(new Sent(
                            read.key(),
                            read.timestamp(),
                            new GenericDatumReader<GenericRecord>(schema).read(null, decoder)));
                }
            }
        }
        return sent;
    }

    private static void publish(String topic, boolean commit, Alert alert) throws Exception {
        try (var schemas = new ConfluentRegistry(List.of(registry.url()), Map.of());
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", alert.getId()),
                        new StringSerializer(),
                        AlertSerializer.register(new PatientRegistry(schemas, new TopologyObserver() {}), topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, alert.getEntity(), alert));
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static Alert alert(String id) {
        Instant start = Instant.parse("2026-03-02T00:00:00Z");
        return Alert.newBuilder()
                .setId(id)
                .setStatus(AlertStatus.OPEN)
                .setSequence(0)
                .setKind(AnomalyKind.POINT)
                .setSeverity(Severity.CRITICAL)
                .setEntity("web-01")
                .setDetector("orders")
                .setStartedAt(start)
                .setWindowStart(start)
                .setWindowEnd(start.plus(Duration.ofMinutes(10)))
                .setDetectedAt(start.plus(Duration.ofMinutes(11)))
                .setScore(0.97)
                .setProbability(1e-6)
                .setThreshold(1e-4)
                .setContributions(List.of(Contribution.newBuilder()
                        .setFeature("cpu")
                        .setStepTime(start)
                        .setActual(0.99)
                        .setExpected(0.4)
                        .setLower(0.3)
                        .setUpper(0.5)
                        .setShare(1)
                        .build()))
                .setMessage("cpu is far too high")
                .build();
    }
}
