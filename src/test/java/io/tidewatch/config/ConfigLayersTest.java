package io.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.window.StepSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How defaults, file, environment and command line come together. */
class ConfigLayersTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "TIDEWATCH_DETECTOR", "orders",
            "TIDEWATCH_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
            "TIDEWATCH_SCHEMA_REGISTRY_URL", "http://registry:8081",
            "TIDEWATCH_INPUT_TOPICS", "a, b",
            "TIDEWATCH_INPUT_FEATURES", "cpu,memory.used");

    @TempDir
    Path directory;

    @Test
    void theEnvironmentAloneIsEnough() throws Exception {
        TidewatchConfig config = ConfigLoader.load(null, REQUIRED, List.of());

        assertThat(config.detector().name()).isEqualTo("orders");
        assertThat(config.applicationId()).isEqualTo("tidewatch-orders");
        assertThat(config.inputTopics()).containsExactly("a", "b");
        assertThat(config.event().features()).containsExactly("cpu", "memory.used");
        assertThat(config.topics().alerts()).isEqualTo("orders.alerts");
        assertThat(config.detector().step()).isEqualTo(new StepSpec(60_000, 0, 120_000));
    }

    @Test
    void variablesWinOverTheFileAndOverridesOverVariables() throws Exception {
        Path file = file("window: { step: 10s, steps: 16, grace: 1s }\ninput: { zone: Asia/Tokyo }\n");

        TidewatchConfig config = ConfigLoader.load(
                file, with("TIDEWATCH_WINDOW_STEP", "20s", "TIDEWATCH_WINDOW_STEPS", "8"), List.of("window.steps=64"));

        assertThat(config.detector().step()).isEqualTo(new StepSpec(20_000, 1_000, 40_000));
        assertThat(config.detector().windowSteps()).isEqualTo(64);
        assertThat(config.detector().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void clientPropertiesPassThroughAsTheyStand() throws Exception {
        Path file = file("""
                kafka:
                  bootstrap.servers: [a:1, b:2]
                  linger.ms: 007
                  ssl: { protocol: TLSv1.3 }
                schema-registry: { basic.auth.user.info: "u:p" }
                """);

        TidewatchConfig config = ConfigLoader.load(
                file,
                with("TIDEWATCH_KAFKA_SECURITY_PROTOCOL", "SSL", "TIDEWATCH_KAFKA_BOOTSTRAP_SERVERS", ""),
                List.of("kafka.client.id=me", "kafka.bootstrap.servers=c:3"));

        assertThat(config.kafka())
                .containsOnly(
                        Map.entry("bootstrap.servers", "c:3"),
                        Map.entry("linger.ms", "007"),
                        Map.entry("ssl.protocol", "TLSv1.3"),
                        Map.entry("security.protocol", "SSL"),
                        Map.entry("client.id", "me"));
        assertThat(config.registry().urls()).containsExactly("http://registry:8081");
        assertThat(config.registry().properties()).containsOnly(Map.entry("basic.auth.user.info", "u:p"));
    }

    @Test
    void secretsComeFromFilesAndVariables() throws Exception {
        Path secret = Files.writeString(directory.resolve("password"), "pa${env:HOME}ss\n");

        TidewatchConfig config = ConfigLoader.load(
                null,
                with("USER_NAME", "tide"),
                List.of(
                        "schema-registry.basic.auth.user.info=${env:USER_NAME}:${file:" + secret + "}",
                        "kafka.a=${dir:/x:y} $${env:USER_NAME} ${env:USER_NAME}",
                        "detector=${env:USER_NAME}"));

        assertThat(config.registry().properties()).containsEntry("basic.auth.user.info", "tide:pa${env:HOME}ss");
        assertThat(config.kafka()).containsEntry("a", "${dir:/x:y} ${env:USER_NAME} tide");
        assertThat(config.detector().name()).isEqualTo("tide");
    }

    @Test
    void missingSecretsAreToldWithoutShowingOthers() {
        assertThatThrownBy(() -> ConfigLoader.load(
                        null,
                        with("TIDEWATCH_DETECTOR", "${env:BAD_NAME}", "BAD_NAME", "TOP SECRET"),
                        List.of("kafka.x=${env:ABSENT}", "kafka.y=${file:/no/such}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.x: '${env:ABSENT}' (--set), but environment variable ABSENT is not set")
                .hasMessageContaining("kafka.y: '${file:/no/such}' (--set), but file /no/such cannot be read")
                .hasMessageContaining("detector: '${env:BAD_NAME}' (TIDEWATCH_DETECTOR); expected a name")
                .hasMessageNotContaining("TOP SECRET");
    }

    @Test
    void unknownVariablesAreToldWithWhatWasMeant() {
        assertThatThrownBy(() -> ConfigLoader.load(null, with("TIDEWATCH_WINDOW_STEPP", "1s"), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("TIDEWATCH_WINDOW_STEPP: unknown variable; expected TIDEWATCH_ followed by a key, such as "
                        + "TIDEWATCH_DETECTOR. Did you mean TIDEWATCH_WINDOW_STEP?");
    }

    @Test
    void variablesOfTheLauncherAndOfKubernetesAreNoKeys() throws Exception {
        TidewatchConfig config = ConfigLoader.load(
                null,
                with(
                        "TIDEWATCH_OPTS", "-Da=b",
                        "TIDEWATCH_HEAP", "1g",
                        "TIDEWATCH_HOME", "/opt",
                        "TIDEWATCH_LOG_FORMAT", "json",
                        "TIDEWATCH_SERVICE_HOST", "10.0.0.1",
                        "TIDEWATCH_SERVICE_PORT_HTTP", "8080",
                        "TIDEWATCH_PORT", "tcp://10.0.0.1:8080",
                        "TIDEWATCH_PORT_8080_TCP_ADDR", "10.0.0.1",
                        "TIDEWATCH_KAFKA_SERVICE_HOST", "10.0.0.2",
                        "TIDEWATCH_HTTP_PORT", "tcp://10.0.0.1:8080"),
                List.of());

        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.kafka()).containsOnlyKeys("bootstrap.servers");
    }

    @Test
    void aConnectionNeedsNoDetector() throws Exception {
        Connection connection = ConfigLoader.connection(
                null, Map.of(), List.of("kafka.bootstrap.servers=k:1", "schema-registry.url=http://r:2"));

        assertThat(connection.kafka()).containsOnly(Map.entry("bootstrap.servers", "k:1"));
        assertThat(connection.registry().urls()).containsExactly("http://r:2");
    }

    @Test
    void featuresOfOneLineMayBeWrittenAsYaml() throws Exception {
        TidewatchConfig config = ConfigLoader.load(
                null,
                with("TIDEWATCH_INPUT_FEATURES", "[cpu, {field: a.b, name: n, aggregate: p99.9}]"),
                List.of("window.step=event", "input.entity=host.name", "input.time=at"));

        assertThat(config.event().features()).containsExactly("cpu", "a.b");
        assertThat(config.event().entityField()).contains("host.name");
        assertThat(config.event().timeField()).contains("at");
        assertThat(config.detector().features().get(1).name()).isEqualTo("n");
        assertThat(config.detector().features().get(1).aggregate().text()).isEqualTo("p99.9");
        assertThat(config.detector().step().perEvent()).isTrue();
    }

    private Path file(String yaml) throws Exception {
        return Files.writeString(directory.resolve("config.yaml"), yaml);
    }

    private static Map<String, String> with(String... more) {
        Map<String, String> environment = new HashMap<>(REQUIRED);
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }
}
