package io.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about a configuration that cannot be used. */
class ConfigFaultsTest {
    private static final List<String> SOUND = List.of(
            "detector=orders",
            "kafka.bootstrap.servers=localhost:9092",
            "schema-registry.url=http://localhost:8081",
            "input.topics=metrics",
            "input.features=cpu");

    @TempDir
    Path directory;

    @Test
    void fiveFaultsGiveFiveMessagesAtOnce() {
        assertThat(faultsOfFile("""
                        detector: Orders
                        kafka:
                          bootstrap.servers: localhost
                        schema-registry:
                          url: http://localhost:8081
                        input:
                          topics: [server-metrics]
                          features:
                            - { field: cpu, aggregate: p100 }
                        window:
                          step: 10 seconds
                          quiet-afer: 1m
                        """))
                .containsExactly(
                        "window.quiet-afer: unknown key (orders.yaml line 12); expected one of step, steps, grace, "
                                + "quiet-after, gone-after. Did you mean window.quiet-after?",
                        "detector: 'Orders' (orders.yaml line 1); expected a name of a-z, 0-9 and -. "
                                + "Write for example orders-eu.",
                        "kafka.bootstrap.servers: 'localhost' (orders.yaml line 3); expected brokers as host:port, "
                                + "separated by commas. Write for example kafka-1:9092,kafka-2:9092.",
                        "input.features[0].aggregate: 'p100' (orders.yaml line 9); expected mean, min, max, sum, last, "
                                + "count, or a quantile such as p95. A quantile is written p and its percent, over 0 "
                                + "and under 100.",
                        "window.step: '10 seconds' (orders.yaml line 11); expected a duration from 1ms to 7d such as "
                                + "10s, or event. Write a whole number and its unit: ms, s, m, h or d.");
    }

    @Test
    void exceptionTellsHowManyFaults() {
        ConfigException one = failure(null, Map.of(), with("window.steps=3"));
        ConfigException two = failure(null, Map.of(), with("window.steps=3", "http.port=x"));

        assertThat(one).hasMessage(one.faults().get(0).text());
        assertThat(two.getMessage().lines()).hasSize(3).first().isEqualTo("2 faults in the configuration:");
    }

    @Test
    void emptyConfigurationNamesEveryRequiredKeyWithItsVariable() {
        assertThat(faults())
                .hasSize(5)
                .contains("detector: missing; expected a name of a-z, 0-9 and -. "
                        + "Add it to the configuration file, or set TIDEWATCH_DETECTOR.")
                .anyMatch(fault -> fault.startsWith("kafka.bootstrap.servers: missing"))
                .anyMatch(fault -> fault.startsWith("schema-registry.url: missing"))
                .anyMatch(fault -> fault.startsWith("input.topics: missing"))
                .anyMatch(fault -> fault.startsWith("input.features: missing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window.steps=513 | window.steps: '513' (--set); expected a whole number from 4 to 512",
                "window.quiet-after=30s | window.quiet-after: '30s' (--set); expected at least window.step, '1m'",
                "window.gone-after=30s | window.gone-after: '30s' (--set); expected at least window.quiet-after",
                "window.grace=101m | window.grace: '101m' (--set); expected at most 100 times window.step",
                "window.step=0s | window.step: '0s' (--set); expected a duration from 1ms",
                "alerts.budget=0 | alerts.budget: '0' (--set); expected a number over 0",
                "alerts.adapt-after=0s | alerts.adapt-after: '0s' (--set); expected more than 0s",
                "alerts.budget=NaN | alerts.budget: 'NaN' (--set); expected a number over 0",
                "input.zone=Europe/Berln | Did you mean Europe/Berlin?",
                "input.time-unit=sec | expected one of ms, ns, s, us",
                "input.entity=host..name | input.entity: 'host..name' (--set); expected the path of a field",
                "input.features=[a, a] | input.features[1]: name 'a' again",
                "input.features=[{field: a, aggregat: sum}] | input.features[0].aggregat: unknown key",
                "input.features=[{name: n, aggregate: sum}] | expected a field to take the sum of",
                "input.features=[{aggregate: count}] | expected a name for the count of events",
                "input.features=[{field: a, aggregate: meen}] | Did you mean mean?",
                "input.features=[{field: a, direction: upp}] | input.features[0].direction: 'upp' (--set); expected one of both, down, up. Did you mean up?",
                "input.features=[{field: a, direction: no}] | Write both or down or up",
                "input.features=[{field: a, ignore-below: -5}] | input.features[0].ignore-below: '-5' (--set); expected a deviation over 0 such as 5",
                "input.features=[{field: a, ignore-below: 0%}] | or such as 10% of the expected value",
                "input.features=[{field: a, ignore-below: 10 percent}] | Write a number in the feature's unit, or a percentage",
                "input.features=[{field: a, ignore-bellow: 5}] | Did you mean ignore-below?",
                "input.features=[] | input.features: an empty list; expected at least one feature",
                "input.topics=a/b | input.topics[0]: 'a/b' (--set); expected a topic name",
                "input.topics=m,m | expected each topic once",
                "topics.alerts=metrics | topics.alerts: 'metrics' (--set); expected a topic of its own, but input.topics",
                "topics.dead-letters=orders.alerts | expected a topic of its own, but topics.alerts is the same",
                "topics.models=orders.alerts | expected a topic of its own, but topics.alerts is the same",
                "model.keep=0 | model.keep: '0' (--set); expected a whole number from 1 to 1000",
                "topics.create=yes | topics.create: 'yes' (--set); expected one of false, true",
                "schema-registry.url=localhost:8081 | expected an http or https address",
                "model.hidden=16,x | model.hidden[1]: 'x' (--set); expected a whole number from 1",
                "model.learning-rate=2 | expected a number over 0, at most 1",
                "http.port=70000 | expected a whole number from 0 to 65535",
                "http.management-port=8080 | http.management-port: '8080' (--set); expected another port than http.port",
                "input.time-earliest=1990 | expected a time such as 1990-01-01T00:00:00Z",
                "window=10s | window: '10s' (--set); expected a group of keys: step, steps, grace, quiet-after, gone-after",
                "grace=1s | Did you mean window.grace?",
                "input.topic=a | Did you mean input.topics?",
                "kafka.bootstrap.server=a:1 | Did you mean kafka.bootstrap.servers?",
                "nothing.like.it=1 | Remove it; all keys are in config/tidewatch.yaml",
                "novalue | --set: no key and equals sign in number 6 of those given; expected key=value",
            })
    void eachFaultIsTold(String assignment, String message) {
        assertThat(faults(with(assignment))).singleElement().asString().contains(message);
    }

    @Test
    void quietAfterMeansNothingWhenEachEventIsAStep() {
        assertThat(faults(with("window.step=event", "window.quiet-after=1m")))
                .singleElement()
                .asString()
                .startsWith("window.quiet-after: '1m' (--set); expected nothing, as window.step is event");
    }

    @Test
    void aLoginThatIsMissingIsToldWithTheOtherFaults() {
        assertThat(faults(with("kafka.security.protocol=SASL_SSL", "window.steps=3")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("kafka.sasl.jaas.config: missing, while kafka.security.protocol is 'SASL_SSL' (--set); "
                        + "expected a login such as ")
                .endsWith("or set TIDEWATCH_KAFKA_SASL_JAAS_CONFIG.");
        assertThat(faults(with("kafka.security.protocol=sasl_plaintext")))
                .singleElement()
                .asString()
                .startsWith("kafka.sasl.jaas.config: missing");
        assertThat(failure(null, Map.of(), with("kafka.security.protocol=SSL"))).isNull();
        assertThat(failure(
                        null,
                        Map.of("TIDEWATCH_KAFKA_SASL_JAAS_CONFIG", "x required;"),
                        with("kafka.security.protocol=SASL_SSL")))
                .isNull();
    }

    @Test
    void aKeyGivenTwiceIsTold() {
        assertThat(faultsOfFile("window:\n  step: 1m\nwindow.step: 2m\n"))
                .contains("window.step: given twice (orders.yaml line 2, orders.yaml line 3); expected one value. "
                        + "Remove one of them.");
    }

    @Test
    void aTopicOutsideAListIsToldTheOneWay() {
        assertThat(faultsOfFile("input: { topics: metrics }\n"))
                .contains("input.topics: 'metrics' (orders.yaml line 1); expected a list, each element a topic name of "
                        + "letters, digits, '.', '_' and '-'. Put it in brackets: topics: [...].");
    }

    @Test
    void brokenYamlIsToldWithItsLineAndNothingElse() {
        assertThat(faultsOfFile("detector: orders\n  input: [\n"))
                .singleElement()
                .asString()
                .startsWith("orders.yaml: line 2: ");
    }

    @Test
    void aFileThatIsNotThereIsToldWithItsPath() {
        Path absent = directory.resolve("absent.yaml");

        assertThat(texts(failure(absent, Map.of(), List.of())))
                .singleElement()
                .isEqualTo("absent.yaml: no such file (" + absent
                        + "); expected a configuration file. Check the path given to --config.");
    }

    @Test
    void aFileOfAnotherEncodingIsTold() throws Exception {
        Path file = directory.resolve("latin.yaml");
        Files.write(file, "detector: \u00fc".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(texts(failure(file, Map.of(), List.of())))
                .singleElement()
                .asString()
                .contains("not UTF-8");
    }

    @Test
    void anAliasToItselfEnds() {
        assertThat(faultsOfFile("window: &loop\n  window: *loop\n")).isNotEmpty();
    }

    @Test
    void passwordsInAddressesAreNotShown() {
        assertThat(faults(with("schema-registry.url=ftp://user:secret@host")))
                .singleElement()
                .asString()
                .contains("ftp://***@host")
                .doesNotContain("secret");
    }

    private static List<String> with(String... more) {
        return Stream.concat(
                        SOUND.stream().filter(sound -> Arrays.stream(more)
                                .noneMatch(one -> one.startsWith(sound.substring(0, sound.indexOf('=') + 1)))),
                        Arrays.stream(more))
                .toList();
    }

    private List<String> faultsOfFile(String yaml) {
        Path file = directory.resolve("orders.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts(failure(file, Map.of(), List.of()));
    }

    private static List<String> faults() {
        return faults(List.of());
    }

    private static List<String> faults(List<String> assignments) {
        return texts(failure(null, Map.of(), assignments));
    }

    private static List<String> texts(ConfigException failure) {
        return failure.faults().stream().map(ConfigFault::text).toList();
    }

    private static ConfigException failure(Path file, Map<String, String> environment, List<String> assignments) {
        return catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, environment, assignments));
    }
}
