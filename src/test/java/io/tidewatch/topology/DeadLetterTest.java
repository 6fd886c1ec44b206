package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.topology.MalformedRecords.Malformed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterTest {
    private static final long AT = 1_650_000_000_000L;

    @TempDir
    private Path state;

    @Test
    void everyKindOfMalformedRecordGoesByteForByteWhileGoodOnesGoOn() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            List<Malformed> malformed = MalformedRecords.of(rig.registry);
            assertThat(malformed).hasSizeGreaterThanOrEqualTo(20);
            rig.send("good", AT, 1);
            for (int i = 0; i < malformed.size(); i++) {
                rig.send(malformed.get(i).key(), malformed.get(i).value());
                rig.send("good", AT + 1 + i, 1);
            }

            List<TestRecord<byte[], byte[]>> letters = rig.deadLetters();
            assertThat(letters).hasSameSizeAs(malformed);
            for (int i = 0; i < letters.size(); i++) {
                Malformed sent = malformed.get(i);
                assertThat(letters.get(i).key()).as(sent.kind()).isEqualTo(sent.key());
                assertThat(letters.get(i).value()).as(sent.kind()).isEqualTo(sent.value());
                assertThat(header(letters.get(i), DeadLetterHeaders.REASON))
                        .as(sent.kind())
                        .isEqualTo(sent.reason().label());
                assertThat(header(letters.get(i), DeadLetterHeaders.ERROR))
                        .as(sent.kind())
                        .isNotBlank();
            }
            assertThat(rig.recorder.rejections)
                    .isEqualTo(malformed.stream().map(Malformed::reason).toList());
            assertThat(rig.recorder.stepsOf("good")).hasSize(malformed.size() + 1);
        }
    }

    @Test
    void headersAreTheRecordsOwnThenWhyThenWhere() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(Optional.of("sensor")), state)) {
            rig.send("good", AT, 1);
            Headers own = new RecordHeaders().add("source", "plc".getBytes(StandardCharsets.UTF_8));
            rig.send(new byte[] {9}, new byte[] {7, 7}, own);

            TestRecord<byte[], byte[]> letter = rig.deadLetters().get(0);
            assertThat(letter.headers().toArray())
                    .extracting(Header::key)
                    .containsExactly(
                            "source",
                            "tidewatch.reason",
                            "tidewatch.error",
                            "tidewatch.topic",
                            "tidewatch.partition",
                            "tidewatch.offset",
                            "tidewatch.timestamp");
            assertThat(header(letter, "source")).isEqualTo("plc");
            assertThat(header(letter, "tidewatch.error")).contains("2 bytes");
            assertThat(header(letter, "tidewatch.topic")).isEqualTo(TestSpecs.INPUT);
            assertThat(header(letter, "tidewatch.partition")).isEqualTo("0");
            assertThat(header(letter, "tidewatch.offset")).isEqualTo("1");
            assertThat(header(letter, "tidewatch.timestamp")).isEqualTo(Long.toString(TopologyRig.NOW.toEpochMilli()));
        }
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
