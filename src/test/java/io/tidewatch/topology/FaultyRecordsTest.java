package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tidewatch.event.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FaultyRecordsTest {
    private static final long AT = 1_650_000_000_000L;

    @TempDir
    private Path state;

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void recordOnWhichOurDecodingFailsIsADeadLetterByteForByte() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            rig.send("a", AT, 1);
            rig.recorder.nextEvent.set(new IndexOutOfBoundsException("index 3 out of bounds"));
            byte[] value = rig.readings.value("a", AT + 1, 1);
            rig.send(Readings.key("a"), value, new RecordHeaders().add("mine", new byte[] {1}));
            rig.send("a", AT + 2, 1);

            TestRecord<byte[], byte[]> letter = rig.deadLetters().get(0);
            assertThat(letter.key()).isEqualTo(Readings.key("a"));
            assertThat(letter.value()).isEqualTo(value);
            assertThat(letter.headers().lastHeader("mine")).isNotNull();
            assertThat(header(letter, "tidewatch.reason")).isEqualTo("processing-failed");
            assertThat(header(letter, "tidewatch.error"))
                    .contains("IndexOutOfBoundsException at ", "index 3 out of bounds");
            assertThat(header(letter, "tidewatch.topic")).isEqualTo(TestSpecs.INPUT);
            assertThat(header(letter, "tidewatch.partition")).isEqualTo("0");
            assertThat(header(letter, "tidewatch.offset")).isEqualTo("1");
            assertThat(rig.recorder.rejections).containsExactly(RejectionReason.PROCESSING_FAILED);
            assertThat(rig.recorder.failures).containsExactly("decode");
            assertThat(rig.recorder.events).hasValue(2);
        }
    }

    @Test
    void wrongCastIsTheRecordsFaultToo() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            rig.recorder.nextEvent.set(new ClassCastException("Utf8 cannot be cast to Double"));
            rig.send("a", AT, 1);
            assertThat(header(rig.deadLetters().get(0), "tidewatch.error")).contains("ClassCastException");
        }
    }

    @Test
    void faultOfTheDiskIsNoRecordsFault() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            rig.recorder.nextEvent.set(new ProcessorStateException("No space left on device"));
            assertThatThrownBy(() -> rig.send("a", AT, 1)).hasRootCauseInstanceOf(ProcessorStateException.class);
            assertThat(rig.recorder.rejections).isEmpty();
        }
    }

    @Test
    void entityWhoseStepsFailLeavesTheOthersAlone() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(Optional.empty()), state)) {
            rig.recorder.broken = Set.of("b");
            for (int step = 0; step < 20; step++) {
                for (String entity : List.of("a", "b", "c")) {
                    rig.send(entity, AT + step * TestSpecs.STEP_MS, 1);
                }
            }
            rig.driver.advanceWallClockTime(Duration.ofMillis(1));

            assertThat(rig.recorder.stepsOf("a")).hasSize(19);
            assertThat(rig.recorder.stepsOf("c")).hasSize(19);
            assertThat(rig.recorder.failures).hasSizeGreaterThanOrEqualTo(10).containsOnly("window-score-decide");

            rig.recorder.broken = Set.of();
            rig.send("b", AT + 20 * TestSpecs.STEP_MS, 1);
            rig.send("b", AT + 21 * TestSpecs.STEP_MS, 1);
            rig.driver.advanceWallClockTime(Duration.ofMillis(1));
            assertThat(rig.recorder.stepsOf("b")).isNotEmpty();
        }
    }

    @Test
    void faultWhileTimePassesHasNoRecordAndEndsNothing() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(Optional.empty()), state)) {
            for (int step = 0; step < 5; step++) {
                rig.send("a", AT + step * TestSpecs.STEP_MS, 1);
                rig.send("b", AT + step * TestSpecs.STEP_MS, 1);
            }
            int before = rig.recorder.stepsOf("a").size();
            rig.recorder.broken = Set.of("b");
            rig.pass(Duration.ofMillis(20 * TestSpecs.STEP_MS));

            assertThat(rig.recorder.failures).isNotEmpty();
            assertThat(rig.recorder.stepsOf("a")).hasSizeGreaterThanOrEqualTo(before + 15);
        }
    }

    @Test
    void behindTheRepartitionTopicTheLetterNamesTheEvent() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(Optional.of("sensor")), state)) {
            rig.recorder.broken = Set.of("pump-7");
            rig.send(new byte[] {1}, rig.readings.value("pump-7", AT, 1));
            rig.send(new byte[] {1}, rig.readings.value("pump-7", AT + 5 * TestSpecs.STEP_MS, 1));
            List<TestRecord<byte[], byte[]>> letters = rig.deadLetters();
            assertThat(letters).isNotEmpty().allSatisfy(letter -> {
                assertThat(letter.value()).isNull();
                assertThat(header(letter, "tidewatch.error")).contains("no longer at hand", "pump-7");
                assertThat(header(letter, "tidewatch.topic")).isEqualTo(TestSpecs.INPUT);
                assertThat(header(letter, "tidewatch.partition")).isEqualTo("0");
                assertThat(header(letter, "tidewatch.offset")).isEqualTo("1");
            });
        }
    }

    @Test
    void firstOfAKindIsLoggedWithItsStackTraceThenACountOnceAMinute() {
        Logger logger = (Logger) LoggerFactory.getLogger(ProcessingFaults.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            AtomicLong nanos = new AtomicLong();
            ProcessingFaults faults = new ProcessingFaults(new Recorder(), nanos::get);
            for (int i = 0; i < 150; i++) {
                faults.failed("decode", "readings-0@" + i, new IllegalStateException("record " + i));
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            }
            assertThat(log.list).hasSize(3);
            assertThat(log.list.get(0).getThrowableProxy()).isNotNull();
            assertThat(log.list.get(1).getThrowableProxy()).isNull();
            assertThat(log.list.get(1).getKeyValuePairs().toString()).contains("times=\"60\"", "readings-0@60");
        } finally {
            logger.detachAppender(log);
        }
    }
}
