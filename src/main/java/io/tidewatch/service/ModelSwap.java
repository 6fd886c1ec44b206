package io.tidewatch.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.evidence.WarmUp;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.ParityCheck;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.topology.ModelHolder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a model into use: compiled for the stream threads, named in the metrics. */
final class ModelSwap {
    private static final Logger LOG = LoggerFactory.getLogger(ModelSwap.class);

    /** Models of before that still score the steps of entities that are behind. */
    static final int EARLIER = 2;

    private final ModelHolder models;
    private final MeterRegistry meters;
    private final MultiGauge info;
    private final ScorerKind kind;
    private final Function<TrainedNetwork, Scorer> library;

    /** @param library makes the scorer of the training library; asked only where the kind says so */
    ModelSwap(ModelHolder models, MeterRegistry meters, ScorerKind kind, Function<TrainedNetwork, Scorer> library) {
        this.models = models;
        this.kind = kind;
        this.library = library;
        this.meters = meters;
        this.info = MultiGauge.builder("tidewatch.model.info")
                .description("1 for the version of the model in use")
                .register(meters);
        Gauge.builder("tidewatch.model.ready", models, holder -> holder.newest() == null ? 0 : 1)
                .description("1 once a model is in use")
                .register(meters);
        Gauge.builder("tidewatch.model.created", models, ModelSwap::createdSeconds)
                .description("When the model in use was trained, epoch seconds; NaN while there is none")
                .baseUnit("seconds")
                .register(meters);
    }

    private static double createdSeconds(ModelHolder holder) {
        ScheduledModel model = holder.newest();
        return model == null ? Double.NaN : model.artifact().provenance().createdAtMs() / 1000.0;
    }

    /**
     * Makes a model active that is not from the models topic: each task takes it into use before its next record.
     *
     * @throws IllegalStateException when the compiled network does not answer as the library that trained it did
     */
    void use(ModelArtifact model) {
        use(model, ScheduledModel.AT_ONCE, ScheduledModel.NO_ACTIVATION);
    }

    /**
     * Makes a model active from a step on; until then, those of before stay in use.
     *
     * @param fromMs start of the first step that it scores, epoch milliseconds
     * @param activation offset of the record that says so
     * @throws IllegalStateException when the compiled network does not answer as the library that trained it did
     */
    synchronized void use(ModelArtifact model, long fromMs, long activation) {
        ScheduledModel before = models.newest();
        Scorer scorer = kind == ScorerKind.DL4J ? library.apply(model.trained()) : compiled(model.trained());
        List<ScheduledModel> scheduled = new ArrayList<>();
        scheduled.add(new ScheduledModel(model, new TimedScorer(scorer, meters), fromMs, activation));
        if (fromMs != ScheduledModel.AT_ONCE) {
            models.scheduled().stream().limit(EARLIER).forEach(scheduled::add);
        }
        models.set(scheduled);
        info.register(List.of(MultiGauge.Row.of(Tags.of("version", model.version()), 1)), true);
        LOG.atInfo()
                .addKeyValue("version", model.version())
                .addKeyValue(
                        "previous", before == null ? "none" : before.artifact().version())
                .addKeyValue("from", fromMs == ScheduledModel.AT_ONCE ? "at once" : Instant.ofEpochMilli(fromMs))
                .addKeyValue("windows", model.provenance().windows())
                .addKeyValue("scorer", kind == ScorerKind.DL4J ? "Deeplearning4j" : CompiledScorer.kernel())
                .log("model in use");
    }

    private Scorer compiled(TrainedNetwork trained) {
        Scorer compiled = CompiledScorer.compile(trained.network());
        // What the training library answered once it had trained: it is not asked about a stored model.
        ParityCheck.require(
                compiled,
                trained.probe()
                        .orElseThrow(() -> new IllegalStateException(
                                "the model has no answers to hold its compiled network against; train it anew")));
        WarmUp.of(compiled);
        return compiled;
    }

    /** The model in use; null while there is none. */
    @Nullable
    ModelArtifact current() {
        ScheduledModel model = models.newest();
        return model == null ? null : model.artifact();
    }
}
