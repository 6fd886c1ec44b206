package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.FeatureSet;
import io.tidewatch.documents.Markdown;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.model.catalog.TrustedKeys;
import io.tidewatch.topology.ModelHolder;
import io.tidewatch.topology.StreamThreads;
import io.tidewatch.window.SourceTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of metrics and the alert rules of metrics.md against what the code registers. */
class MetricsDocumentTest {
    private static final Pattern REGISTERED =
            Pattern.compile("(?:builder\\(|gauge\\(meters,)\\s*\"(tidewatch\\.[a-z.]+)\"");
    private static final Pattern SERIES = Pattern.compile("(?m)^(tidewatch_[a-z_]+)");
    private static final Pattern USED = Pattern.compile("tidewatch_[a-z_]+");

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Markdown document = Markdown.site("metrics.md");

    @TempDir
    private Path directory;

    @Test
    void everyMetricHasARowAndARule() throws Exception {
        register();
        assertThat(meters.getMeters().stream()
                        .map(Meter::getId)
                        .map(Meter.Id::getName)
                        .collect(Collectors.toSet()))
                .as("this test registers what the code registers")
                .containsAll(namesInTheCode());

        Set<String> scraped = new TreeSet<>();
        SERIES.matcher(meters.scrape())
                .results()
                .map(match -> match.group(1).replaceAll("_(bucket|count|sum)$", ""))
                .forEach(scraped::add);

        assertThat(document.rows().keySet())
                .filteredOn(name -> name.startsWith("tidewatch_"))
                .containsExactlyInAnyOrderElementsOf(scraped);
        String rules = String.join("", document.code("yaml"));
        assertThat(scraped).allSatisfy(name -> assertThat(rules).contains(name));
        assertThat(USED.matcher(rules).results().map(MatchResult::group).map(name -> name.replace("_bucket", "")))
                .allMatch(scraped::contains);
    }

    @Test
    void everyCheckAndEveryReasonOfADeadLetterIsInTheTroubleshooting() {
        String text = Markdown.site("troubleshooting.md").text();

        assertThat(Health.READINESS).allSatisfy(check -> assertThat(text).contains("| `" + check + "` "));
        assertThat(RejectionReason.values())
                .allSatisfy(reason -> assertThat(text).contains("| `" + reason.label() + "` |"));
    }

    private void register() {
        LiveState state = new LiveState(meters, System::currentTimeMillis);
        state.event("readings", 0);
        state.sourceTime("readings", 0, new SourceTime(0, 0, false));
        ModelSwap swap = new ModelSwap(new ModelHolder(), meters, ScorerKind.COMPILED, trained -> {
            throw new AssertionError("the training library is asked about a stored model");
        });
        swap.use(Fixtures.model(1));
        FeatureSet features = FeatureSet.of(
                Fixtures.SPEC, List.of(Fixtures.SPEC.features().get(0).name()));
        new StoredModels(new ModelDirectory(directory), Fixtures.SPEC, FeatureHistory.onlyOf(features), meters);
        state.trainer(Fixtures.trainer(128, null));
        new ActiveModels(
                Fixtures.SPEC,
                FeatureHistory.onlyOf(features),
                TrustedKeys.NONE,
                swap,
                new ActiveModels.Copies(new ModelDirectory(directory), 5),
                meters);
        LearningState learning = new LearningState(true, 0, 128, null);
        ReadinessMeters.register(
                meters,
                new Health(
                        () -> new StreamsFacts(State.RUNNING, StreamThreads.NONE),
                        () -> true,
                        () -> null,
                        () -> learning,
                        List::of));
    }

    private static Set<String> namesInTheCode() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> REGISTERED.matcher(read(file)).results())
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
