package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultInWordsTest {
    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        new StreamsException(new ProcessorStateException(
                                "cannot write", new IOException("/var/state: No space left on device"))),
                        "disk of the state directory is full",
                        "Free room"),
                Arguments.of(
                        new StreamsException(
                                "Unable to initialize state, this can happen if multiple instances of Kafka "
                                        + "Streams are running in the same state directory"),
                        "Another process uses the state directory",
                        "state-directory"),
                Arguments.of(
                        new ProcessorStateException("store entities: block checksum mismatch"),
                        "neither read nor written",
                        "delete that directory"),
                Arguments.of(
                        new StreamsException(new TopicAuthorizationException(Set.of("d.alerts"))),
                        "d.alerts",
                        "Write on alerts"),
                Arguments.of(
                        new StreamsException(new TransactionalIdAuthorizationException("denied")),
                        "does not allow",
                        "transactional ids"),
                Arguments.of(new SaslAuthenticationException("bad password"), "login", "kafka.sasl"),
                Arguments.of(new MissingSourceTopicException("readings"), "input topic is gone", "input.topics"),
                Arguments.of(
                        new StreamsException("Existing internal topic d-by-entity-repartition has invalid partitions: "
                                + "expected: 6; actual: 3."),
                        "d-by-entity-repartition",
                        "tidewatch reset"),
                Arguments.of(
                        new StreamsException(
                                "Error encountered sending record to topic d-entities-changelog",
                                new RecordTooLargeException("larger than the max message size")),
                        "internal topic takes no record",
                        "max.message.bytes"),
                Arguments.of(new StreamsException(new TimeoutException("60 s")), "did not answer", "brokers run"),
                Arguments.of(new OutOfMemoryError("Java heap space"), "memory", "TIDEWATCH_HEAP"),
                Arguments.of(
                        new StreamsException("wrapper", new IllegalStateException("first line\nsecond")),
                        "IllegalStateException: first line)",
                        "report the stack trace"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void oneLineSaysWhatFailedAndWhatToDo(Throwable fault, String what, String remedy) {
        assertThat(FaultInWords.of(fault))
                .contains(what)
                .contains(remedy)
                .hasLineCount(1)
                .endsWith(".");
    }
}
