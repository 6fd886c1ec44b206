package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Alert;
import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.DueEntities;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.Outcomes;
import io.tidewatch.detector.StepResult;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.embedded.Sessions;
import io.tidewatch.event.Event;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.TimeUnitOfField;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourceClock;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.StepSpec;
import io.tidewatch.window.Watermark;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Events that a real broker has kept while nobody read them, held against the same events taken one by one in the order
 * in which they were sent.
 */
class BacklogIT {
    private static final long START = 1_600_000_020_000L;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long LENGTH = 14 * HOUR;
    private static final int ENTITIES = 40;
    private static final int FAST = 7;
    private static final int PRODUCERS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static EmbeddedBroker broker;
    private static EmbeddedRegistry registry;
    private static ConfluentRegistry client;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
        client = new ConfluentRegistry(List.of(registry.url()), Map.of());
    }

    @AfterAll
    static void stop() {
        client.close();
        registry.close();
        broker.close();
    }

    /** Each test has topics of its own. */
    private static int runs;

    @BeforeEach
    void count() {
        runs++;
    }

    private enum Scenario {
        FIELD_ACROSS_6_PARTITIONS(6, false, Place.ANY, 0, false),
        FIELD_ACROSS_12_PARTITIONS_ONE_EMPTY(12, false, Place.NOT_THE_LAST, 0, false),
        FIELD_ONE_PARTITION_ENDS_EARLY(6, false, Place.LAST_ONLY_AT_FIRST, 0, false),
        FIELD_ONE_CLOCK_AHEAD(6, false, Place.ANY, 23 * HOUR, false),
        FIELD_BY_PRODUCER_ONE_BEHIND(6, false, Place.BY_PRODUCER, 0, true),
        KEY_6_PARTITIONS(6, true, Place.BY_ENTITY, 0, true),
        KEY_12_PARTITIONS_ONE_CLOCK_AHEAD(12, true, Place.BY_ENTITY, 23 * HOUR, false);

        private final int partitions;
        private final boolean entityInKey;
        private final Place place;
        private final long aheadMs;
        private final boolean oneBehind;

        Scenario(int partitions, boolean entityInKey, Place place, long aheadMs, boolean oneBehind) {
            this.partitions = partitions;
            this.entityInKey = entityInKey;
            this.place = place;
            this.aheadMs = aheadMs;
            this.oneBehind = oneBehind;
        }

        private String topic() {
            return "backlog-" + runs + "-"
                    + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** To which partition an event goes. */
    private enum Place {
        ANY,
        NOT_THE_LAST,
        LAST_ONLY_AT_FIRST,
        BY_PRODUCER,
        BY_ENTITY
    }

    /** An event, with when it was sent. */
    private record Sent(long sentMs, int partition, int entity, Event event) {}

    /** Two events a minute of each entity, with spikes, runs of high values, and two entities that fall silent. */
    private static List<Sent> events(Scenario scenario) {
        Random random = new Random(23);
        List<Sent> sent = new ArrayList<>();
        for (int e = 0; e < ENTITIES; e++) {
            long lastMs = e % 20 == 11 ? 9 * HOUR + e * MINUTE : LENGTH;
            for (long t = e * 300L; t < lastMs; t += MINUTE / 2) {
                long timeMs = START + t + random.nextInt(10_000);
                double load = 40 + 2 * random.nextGaussian() + odd(e, t);
                boolean ahead = scenario.aheadMs > 0 && e == FAST && random.nextInt(4) > 0;
                boolean behind = scenario.oneBehind && e % PRODUCERS == 3;
                Event event = new Event("host-" + e, timeMs + (ahead ? scenario.aheadMs : 0), load);
                if (!ahead || t > HOUR) {
                    sent.add(new Sent(timeMs + (behind ? 5 * MINUTE : 0), partition(scenario, e, t, random), e, event));
                }
            }
        }
        sent.sort(Comparator.comparingLong(Sent::sentMs));
        return sent;
    }

    private static double odd(int entity, long t) {
        long minute = t / MINUTE;
        boolean spike = entity % 3 == 0 && minute == 400 + 5L * entity;
        boolean run = entity % 5 == 1 && minute >= 500 && minute < 520;
        return (spike ? 90 : 0) + (run ? 60 : 0);
    }

    private static int partition(Scenario scenario, int entity, long t, Random random) {
        int last = scenario.partitions - 1;
        return switch (scenario.place) {
            case ANY -> random.nextInt(scenario.partitions);
            case NOT_THE_LAST -> random.nextInt(last);
            case LAST_ONLY_AT_FIRST -> t < HOUR ? random.nextInt(scenario.partitions) : random.nextInt(last);
            case BY_PRODUCER -> entity % PRODUCERS;
            case BY_ENTITY -> entity % scenario.partitions;
        };
    }

    private static TopologySpec spec(Scenario scenario) {
        String topic = scenario.topic();
        return new TopologySpec(
                List.of(topic),
                PartitionPlan.ofNew(Map.of(topic, scenario.partitions), scenario.entityInKey),
                topic + ".alerts",
                topic + ".dead-letters",
                new EventSpec(
                        scenario.entityInKey ? Optional.empty() : Optional.of("sensor"),
                        Optional.of("at"),
                        TimeUnitOfField.MILLIS,
                        List.of("load"),
                        List.of(),
                        1_000,
                        HOUR),
                new DetectorSpec(
                        "d",
                        List.of(new FeatureSpec("load", Aggregate.MEAN)),
                        List.of(),
                        new StepSpec(MINUTE, 0, 2 * MINUTE),
                        32,
                        ZoneOffset.UTC,
                        0.1,
                        ModelSpec.DEFAULT));
    }

    private static void produce(Scenario scenario, List<Sent> events) {
        Readings readings = new Readings(client);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Sent sent : events) {
                Event event = sent.event();
                producer.send(new ProducerRecord<>(
                        scenario.topic(),
                        sent.partition(),
                        scenario.entityInKey ? Readings.key(event.entity()) : null,
                        readings.value(event.entity(), event.timestampMs(), event.value(0))));
            }
        }
    }

    private static DetectorStreams open(Scenario scenario, Path state, Recorder recorder) throws Exception {
        Properties settings = StreamsSettings.of(
                scenario.topic(),
                state,
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "auto.offset.reset", "earliest",
                        "num.stream.threads", "2",
                        "commit.interval.ms", "100",
                        "session.timeout.ms", "3000",
                        "heartbeat.interval.ms", "500"));
        PatientRegistry patient =
                new PatientRegistry(new ConfluentRegistry(List.of(registry.url()), Map.of()), recorder);
        DetectorStreams streams = new DetectorStreams(
                spec(scenario),
                settings,
                patient,
                new ModelHolder(),
                (entity, window, localMs, normal) -> {},
                recorder);
        streams.start();
        return streams;
    }

    /** Id, status, number and time of each message about what happened before the last hour. */
    private static Set<String> messages(List<Alert> alerts) {
        Set<String> messages = new TreeSet<>();
        for (Alert alert : alerts) {
            boolean fast = alert.getEntity().equals("host-" + FAST);
            if (!fast && alert.getWindowEnd().toEpochMilli() < START + LENGTH - HOUR) {
                messages.add(alert.getId() + " " + alert.getStatus() + " " + alert.getSequence() + " "
                        + alert.getStartedAt() + " " + alert.getWindowEnd() + " " + alert.getKind());
            }
        }
        return messages;
    }

    /** The same events, one by one in the order in which they were sent, through the core alone. */
    private static Recorder inOrder(Scenario scenario, List<Sent> events) {
        DetectorSpec spec = spec(scenario).detector();
        Recorder told = new Recorder();
        Detector detector = new Detector(spec);
        SourceClock clock = new SourceClock(SourceClock.jumpMs(spec.step()));
        Watermark watermark = new Watermark(Set.of(1));
        Map<String, EntityState> states = new HashMap<>();
        DueEntities<String> due = new DueEntities<>();
        Outcomes outcomes = new Outcomes() {
            @Override
            public void step(StepResult result) {}

            @Override
            public void alert(Alert alert) {
                told.alert(alert);
            }

            @Override
            public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
                told.leftOut(cause, "", event.event().entity(), byMs);
            }
        };
        for (Sent sent : events) {
            Event event = sent.event();
            long timeMs = clock.take(event.entity(), event.timestampMs(), Long.MAX_VALUE);
            watermark.event(1, timeMs);
            EntityState state = states.computeIfAbsent(event.entity(), detector::newEntity);
            detector.onEvent(state, new SourcedEvent(event, 1, timeMs), watermark, 0, outcomes);
            due.put(event.entity(), detector.nextDueMs(state));
            for (String quiet = due.next(watermark.timeMs()); quiet != null; quiet = due.next(watermark.timeMs())) {
                EntityState silent = states.computeIfAbsent(quiet, detector::newEntity);
                detector.onTime(silent, watermark, 0, outcomes);
                due.put(quiet, detector.nextDueMs(silent));
            }
        }
        return told;
    }

    private static void createTopics(Scenario scenario) {
        TopologySpec spec = spec(scenario);
        broker.createTopic(scenario.topic(), scenario.partitions, Map.of());
        broker.createTopic(spec.alertsTopic(), 1, Map.of());
        broker.createTopic(spec.deadLettersTopic(), 1, Map.of());
    }

    @ParameterizedTest
    @EnumSource
    void backlogRaisesTheAlertsOfTheSameEventsReadInOrder(Scenario scenario, @TempDir Path state) throws Exception {
        List<Sent> events = events(scenario);
        createTopics(scenario);
        produce(scenario, events);
        Recorder live = inOrder(scenario, events);
        Set<String> expected = messages(live.alerts);
        assertThat(expected).hasSizeGreaterThan(20).anyMatch(message -> message.contains("COLLECTIVE"));

        Recorder recorder = new Recorder();
        try (DetectorStreams streams = open(scenario, state, recorder)) {
            awaitMessages(recorder, expected, streams);
        }
        assertLeftOut(scenario, recorder);
    }

    @ParameterizedTest
    @EnumSource(names = {"FIELD_ACROSS_6_PARTITIONS", "KEY_6_PARTITIONS"})
    void outageOfTwoHoursRaisesTheAlertsOfAnUndisturbedRun(Scenario scenario, @TempDir Path state) throws Exception {
        List<Sent> events = events(scenario);
        long outageMs = START + 9 * HOUR;
        createTopics(scenario);
        Set<String> expected = messages(inOrder(scenario, events).alerts);

        Recorder recorder = new Recorder();
        List<Sent> before =
                events.stream().filter(sent -> sent.sentMs() < outageMs).toList();
        List<Sent> after =
                events.stream().filter(sent -> sent.sentMs() >= outageMs).toList();
        produce(scenario, before);
        try (DetectorStreams streams = open(scenario, state, recorder)) {
            Awaitility.await().atMost(PATIENCE).until(() -> recorder.events.get() == before.size());
            assertThat(streams.fault()).isEmpty();
        }
        endSessions(scenario);
        produce(scenario, after);
        try (DetectorStreams streams = open(scenario, state, recorder)) {
            awaitMessages(recorder, expected, streams);
        }
        assertLeftOut(scenario, recorder);
    }

    private static void endSessions(Scenario scenario) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Sessions.end(admin, scenario.topic());
        }
    }

    private static void assertLeftOut(Scenario scenario, Recorder recorder) {
        assertThat(recorder.rejections).isEmpty();
        if (scenario.aheadMs == 0) {
            assertThat(recorder.late).hasValue(0);
            assertThat(recorder.early).hasValue(0);
        }
        assertThat(recorder.leftOutEntities).isSubsetOf("host-" + FAST);
    }

    private static void awaitMessages(Recorder recorder, Set<String> expected, DetectorStreams streams) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> streams.fault().isPresent()
                            || messages(recorder.alerts).containsAll(expected));
        } finally {
            assertThat(streams.fault()).isEmpty();
            assertThat(messages(recorder.alerts)).isEqualTo(expected);
        }
    }
}
