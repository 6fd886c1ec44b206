package io.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.config.ConfigKey.Presence;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.DeviationFilter.Direction;
import io.tidewatch.window.FeatureSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of keys against the code and the files in config/. */
class ConfigReferenceTest {
    private static final Path EXAMPLE = Path.of("config", "tidewatch.yaml");

    private static final String REQUIRED = """
            detector: orders
            kafka: { bootstrap.servers: "localhost:9092" }
            schema-registry: { url: "http://localhost:8081" }
            input: { topics: [metrics], features: [cpu] }
            """;

    @TempDir
    Path directory;

    @Test
    void everyKeyIsDocumentedAndHasADefaultUnlessRequired() {
        assertThat(ConfigReference.keys()).allSatisfy(key -> {
            assertThat(key.doc()).isNotBlank().doesNotEndWith(".");
            assertThat(key.defaultText().isEmpty()).isEqualTo(key.presence() == Presence.REQUIRED);
        });
        assertThat(ConfigReference.keys().stream().map(ConfigKey::variable)).doesNotHaveDuplicates();
    }

    @Test
    void defaultsAreThoseOfTheCore() throws Exception {
        TidewatchConfig config = load(REQUIRED);

        assertThat(config.detector().model()).isEqualTo(ModelSpec.DEFAULT);
        assertThat(config.detector().windowSteps()).isEqualTo(DetectorSpec.DEFAULT_WINDOW_STEPS);
        assertThat(config.detector().falseAlertsPerDay()).isEqualTo(DetectorSpec.DEFAULT_FALSE_ALERTS_PER_DAY);
        assertThat(config.event().entityField()).isEmpty();
        assertThat(config.event().timeField()).isEmpty();
        assertThat(config.http()).isEqualTo(new TidewatchConfig.Http("127.0.0.1", 8080, 8090));
    }

    @Test
    void defaultsWrittenOutChangeNothing() throws Exception {
        String defaults = ConfigReference.keys().stream()
                .filter(key -> key.presence() == Presence.DEFAULT)
                .map(key -> key.name() + ": " + key.defaultText() + "\n")
                .collect(Collectors.joining());

        assertThat(load(REQUIRED + defaults)).isEqualTo(load(REQUIRED));
    }

    @Test
    void theExampleHasEveryKeyOnceAndShowsTheDefaults() throws Exception {
        Path file = Files.writeString(directory.resolve("all.yaml"), exampleUncommented());
        Faults faults = new Faults();

        List<Setting> settings = YamlText.file(file, faults);

        faults.throwIfAny();
        assertThat(settings.stream().map(Setting::name))
                .containsExactlyElementsOf(ConfigReference.names().toList());
        assertThat(ConfigLoader.load(file, Map.of(), List.of()))
                .isEqualTo(ConfigLoader.load(EXAMPLE, Map.of(), List.of()));
    }

    /** The example with the keys that are commented out. */
    private static String exampleUncommented() throws Exception {
        return Files.readString(EXAMPLE).replaceAll("(?m)^( *)# ( *[a-z-]+:( .*)?)$", "$1$2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tidewatch.yaml", "nyc-taxi.yaml"})
    void everyFileInConfigLoads(String name) throws Exception {
        TidewatchConfig config = ConfigLoader.load(Path.of("config", name), Map.of(), List.of());

        assertThat(config.detector().features()).isNotEmpty();
    }

    @Test
    void changesOfEveryKeyOfTheExampleReachTheConfiguration() throws Exception {
        TidewatchConfig before = ConfigLoader.load(EXAMPLE, Map.of(), List.of());
        List<String> changes = List.of(
                "detector=other",
                "kafka.bootstrap.servers=other:1",
                "schema-registry.url=http://other:1",
                "input.topics=other",
                "input.entity=other",
                "input.key-format=long",
                "input.time=other",
                "input.time-unit=s",
                "input.time-earliest=2000-01-01T00:00:00Z",
                "input.time-ahead=2d",
                "input.features=other",
                "input.categories=other",
                "input.zone=Asia/Tokyo",
                "window.step=1m",
                "window.steps=31",
                "window.grace=1s",
                "window.quiet-after=31m",
                "window.gone-after=3d",
                "model.scorer=dl4j",
                "model.directory=other",
                "model.hidden=3,2",
                "model.epochs=1",
                "model.batch=1",
                "model.learning-rate=0.1",
                "model.seed=8",
                "model.keep=2",
                "model.signing-key=other",
                "model.trusted-keys=other",
                "model.retrain=2d",
                "alerts.budget=1",
                "alerts.adapt-after=6h",
                "topics.alerts=other",
                "topics.dead-letters=other",
                "topics.models=other",
                "topics.create=false",
                "topics.replication-factor=1",
                "topics.internal-partitions=12",
                "state-directory=other",
                "http.host=0.0.0.0",
                "http.port=0",
                "http.management-port=0");

        assertThat(ConfigLoader.load(EXAMPLE, Map.of(), List.of("detector=other"))
                        .model())
                .as("detectors that share a directory do not share models")
                .hasFileName("other")
                .isNotEqualTo(before.model())
                .hasParentRaw(before.model().getParent());
        for (String change : changes) {
            assertThat(ConfigLoader.load(EXAMPLE, Map.of(), List.of(change)))
                    .as(change)
                    .isNotEqualTo(before);
        }
        // All but the family of models, of which there is one.
        assertThat(changes).hasSize(ConfigReference.keys().size() - 1);
    }

    @Test
    void modelsAreRetrainedDailyUnlessSetOrOff() throws Exception {
        long day = 86_400_000;
        assertThat(load(REQUIRED).models().retrainMs()).isEqualTo(day);
        assertThat(load(REQUIRED + "model:\n  retrain: 7d\n").models().retrainMs())
                .isEqualTo(7 * day);
        assertThat(load(REQUIRED + "model:\n  retrain: off\n").models().retrainMs())
                .isZero();
        assertThatThrownBy(() -> load(REQUIRED + "model:\n  retrain: 0s\n"))
                .hasMessageContaining("a duration of 1m or more such as 1d, or off");
    }

    @Test
    void deviationFilterOfAFeatureIsReadAndPassesAllUnlessSet() throws Exception {
        TidewatchConfig config = load(REQUIRED.replace("[cpu]", """
                        [cpu, {field: errors, direction: up, ignore-below: 5}, {field: rate, direction: down,
                        ignore-below: 12.5 %}, {field: load, direction: both, ignore-below: .25}]"""));

        assertThat(config.detector().features())
                .extracting(FeatureSpec::filter)
                .containsExactly(
                        DeviationFilter.ANY,
                        new DeviationFilter(Direction.UP, 5, 0),
                        new DeviationFilter(Direction.DOWN, 0, 0.125),
                        new DeviationFilter(Direction.BOTH, 0.25, 0));
    }

    private TidewatchConfig load(String yaml) throws Exception {
        Path file = directory.resolve("config.yaml");
        return ConfigLoader.load(Files.writeString(file, yaml), Map.of(), List.of());
    }
}
