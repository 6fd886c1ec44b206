package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsSettingsTest {
    private static final Path STATE = Path.of("state");

    private static Properties with(Map<String, String> more) {
        Map<String, String> kafka = new HashMap<>(more);
        kafka.put("bootstrap.servers", "broker:9092");
        return StreamsSettings.of("tidewatch-d", STATE, kafka);
    }

    @Test
    void defaultsAreExactlyOnceWithExplicitNames() {
        Properties settings = with(Map.of());
        assertThat(settings)
                .containsEntry("application.id", "tidewatch-d")
                .containsEntry("state.dir", STATE.toAbsolutePath().toString())
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("ensure.explicit.internal.resource.naming", "true")
                .containsEntry("commit.interval.ms", "500");
        StreamsConfig config = new StreamsConfig(settings);
        assertThat(config.getProducerConfigs("c")).containsEntry("transaction.timeout.ms", "60000");
        assertThat(config.getMainConsumerConfigs("g", "c", 0)).containsEntry("isolation.level", "read_committed");
    }

    @Test
    void usersPropertiesAreAddedOrWin() {
        assertThat(with(Map.of("sasl.mechanism", "PLAIN", "commit.interval.ms", "100")))
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry("commit.interval.ms", "100");
    }

    @Test
    void usersPropertiesOfTheProducerWinWithAPrefixAndWithout() {
        assertThat(new StreamsConfig(with(Map.of("max.request.size", "5000", "producer.compression.type", "zstd")))
                        .getProducerConfigs("c"))
                .containsEntry("max.request.size", "5000")
                .containsEntry("compression.type", "zstd");
    }

    @ParameterizedTest
    @CsvSource({
        "application.id,x",
        "state.dir,x",
        "processing.guarantee,at_least_once",
        "processing.exception.handler,x",
        "production.exception.handler,x",
        "deserialization.exception.handler,x",
        "default.deserialization.exception.handler,x",
        "errors.dead.letter.queue.topic.name,x",
        "isolation.level,read_uncommitted",
        "main.consumer.isolation.level,read_uncommitted",
        "ensure.explicit.internal.resource.naming,false"
    })
    void whatWouldBreakCorrectnessIsRefusedByName(String key, String value) {
        assertThatThrownBy(() -> with(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("kafka." + key + ": ");
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        assertThatThrownBy(() -> StreamsSettings.of("d", STATE, Map.of("state.dir", "x", "application.id", "y")))
                .hasMessageContainingAll("kafka.state.dir", "kafka.application.id", "kafka.bootstrap.servers");
    }

    @Test
    void sameValueAsOursIsNoFault() {
        assertThat(with(Map.of("processing.guarantee", "exactly_once_v2")))
                .containsEntry("processing.guarantee", "exactly_once_v2");
    }
}
