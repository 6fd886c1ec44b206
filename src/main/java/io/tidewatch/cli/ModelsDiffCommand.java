package io.tidewatch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.Detector;
import io.tidewatch.evaluation.DetectedIncident;
import io.tidewatch.evaluation.IncidentDiff;
import io.tidewatch.evaluation.IncidentDiff.Moved;
import io.tidewatch.evaluation.IncidentList;
import io.tidewatch.event.Event;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.EventRun;
import io.tidewatch.learning.EventSink;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactException;
import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.text.Readable;
import io.tidewatch.topology.PatientRegistry;
import io.tidewatch.topology.RecordDecoder;
import io.tidewatch.topology.TopicHistory;
import io.tidewatch.topology.TopicHistory.RejectedRecords;
import io.tidewatch.topology.TopologyObserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidewatch models diff}: the same events under two models. */
@Command(
        name = "diff",
        description = {
            "Replays what the input topics hold under two models, and lists the incidents that differ.",
            "Steps that a model has learned from are not scored by it, as in run."
        },
        mixinStandardHelpOptions = true)
final class ModelsDiffCommand extends ConsoleCommand {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = InstantOption.class,
            description =
                    "Lists incidents from this event time on. Earlier events are replayed too: the detector learns"
                            + " from them.")
    @Nullable
    Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = InstantOption.class,
            description = "Replays events before this event time.")
    @Nullable
    Instant to;

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    @Parameters(index = "0", paramLabel = "A", description = "A version of the models topic, or a model file.")
    String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The one to compare with it.")
    String second = "";

    /** One model with the incidents of its run. */
    private static final class Replay {
        private final ModelArtifact model;
        private final IncidentList incidents = new IncidentList();
        private final EventRun run;

        private Replay(TidewatchConfig config, ModelArtifact model) {
            this.model = model;
            Detector detector = new Detector(config.detector());
            detector.use(model, CompiledScorer.compile(model.trained().network()));
            this.run = new EventRun(detector, incidents);
        }
    }

    /** Gives each event to both runs. */
    private record Both(EventRun first, EventRun second, long toMs) implements EventSink {
        @Override
        public void sources(Set<Integer> ids) {
            first.sources(ids);
            second.sources(ids);
        }

        @Override
        public void add(Event event, int source) {
            if (event.timestampMs() < toMs) {
                first.add(event, source);
                second.add(event, source);
            }
        }

        @Override
        public void ended(int source) {
            first.ended(source);
            second.ended(source);
        }
    }

    @Override
    public Integer call() throws Exception {
        SharedModels models = SharedModels.of(options.load());
        TidewatchConfig config = models.config();
        ModelCatalog catalog = isFile(first) && isFile(second) ? null : models.read();
        Replay a = new Replay(config, model(models, catalog, first));
        Replay b = new Replay(config, model(models, catalog, second));
        long fromMs = from == null ? Long.MIN_VALUE : from.toEpochMilli();
        long toMs = to == null ? Long.MAX_VALUE : to.toEpochMilli();
        RejectedRecords rejected = read(config, new Both(a.run, b.run, toMs));
        IncidentDiff diff = IncidentDiff.of(a.incidents.between(fromMs, toMs), b.incidents.between(fromMs, toMs));
        if (rejected.count() > 0) {
            err().println(Count.of(rejected.count(), "record")
                    + " could not become events, left out here. The first is of " + Readable.text(rejected.first()));
            err().flush();
        }
        PrintWriter out = out();
        if (json) {
            out.println(Readable.text(json(diff, a.model, b.model)));
        } else {
            print(diff, a.model, b.model, out);
        }
        out.flush();
        return 0;
    }

    private static boolean isFile(String given) {
        return Files.isRegularFile(Path.of(given));
    }

    private static ModelArtifact model(SharedModels models, @Nullable ModelCatalog catalog, String given)
            throws IOException, ModelArtifactException {
        ModelArtifact model = catalog == null || isFile(given)
                ? SharedModels.file(Path.of(given))
                : catalog.artifact(
                        SharedModels.version(catalog, given), models.keys().trusted());
        models.requireUsable(model);
        return model;
    }

    private static RejectedRecords read(TidewatchConfig config, EventSink events) {
        try (SchemaRegistry registry = new ConfluentRegistry(
                        config.registry().urls(), config.registry().properties());
                Progress progress = new Progress("replaying")) {
            PatientRegistry patient = new PatientRegistry(registry, new TopologyObserver() {});
            return new TopicHistory(config.kafka(), config.inputTopics())
                    .read(new RecordDecoder(config.event(), patient), System.currentTimeMillis(), events, progress);
        }
    }

    private static void print(IncidentDiff diff, ModelArtifact a, ModelArtifact b, PrintWriter out) {
        out.println(b.version() + " compared with " + a.version() + ": "
                + Count.of(diff.gained().size(), "incident")
                + " gained, " + diff.lost().size() + " lost, " + diff.moved().size() + " moved, " + diff.same()
                + " the same");
        diff.gained().forEach(incident -> out.println("gained  " + line(incident)));
        diff.lost().forEach(incident -> out.println("lost    " + line(incident)));
        for (Moved moved : diff.moved()) {
            out.println("moved   " + line(moved.before()));
            out.println("     to " + line(moved.after()));
        }
    }

    private static String line(DetectedIncident incident) {
        return String.format(
                Locale.ROOT,
                "%s to %s  %-10s %.3f  %s",
                ModelSummary.seconds(incident.startedMs()),
                ModelSummary.seconds(incident.lastMs()),
                incident.kind(),
                incident.score(),
                Readable.name(incident.entity()));
    }

    private static String json(IncidentDiff diff, ModelArtifact a, ModelArtifact b) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("a", a.version());
        node.put("b", b.version());
        node.put("same", diff.same());
        var gained = node.putArray("gained");
        diff.gained().forEach(incident -> gained.add(json(incident)));
        var lost = node.putArray("lost");
        diff.lost().forEach(incident -> lost.add(json(incident)));
        var moved = node.putArray("moved");
        for (Moved one : diff.moved()) {
            ObjectNode pair = moved.addObject();
            pair.set("before", json(one.before()));
            pair.set("after", json(one.after()));
        }
        return node.toString();
    }

    private static ObjectNode json(DetectedIncident incident) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", incident.id())
                .put("entity", incident.entity())
                .put("startedAt", Instant.ofEpochMilli(incident.startedMs()).toString())
                .put("lastAnomalousAt", Instant.ofEpochMilli(incident.lastMs()).toString())
                .put("kind", incident.kind())
                .put("score", incident.score());
    }
}
