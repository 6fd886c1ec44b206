package io.tidewatch.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tidewatch.evidence.WarmUp;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.ParityCheck;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.topology.ModelHolder;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a model into use: compiled for the stream threads, named in the metrics. */
final class ModelSwap {
    private static final Logger LOG = LoggerFactory.getLogger(ModelSwap.class);

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
        Gauge.builder("tidewatch.model.ready", models, holder -> holder.current() == null ? 0 : 1)
                .description("1 once a model is in use")
                .register(meters);
        Gauge.builder("tidewatch.model.created", models, ModelSwap::createdSeconds)
                .description("When the model in use was trained, epoch seconds; NaN while there is none")
                .baseUnit("seconds")
                .register(meters);
    }

    private static double createdSeconds(ModelHolder holder) {
        ModelHolder.Model model = holder.current();
        return model == null ? Double.NaN : model.artifact().provenance().createdAtMs() / 1000.0;
    }

    /**
     * Each task takes the model into use before its next record.
     *
     * @throws IllegalStateException when the compiled network does not answer as the library that trained it did
     */
    synchronized void use(ModelArtifact model) {
        ModelHolder.Model before = models.current();
        Scorer scorer = kind == ScorerKind.DL4J ? library.apply(model.trained()) : compiled(model.trained());
        models.set(model, new TimedScorer(scorer, meters));
        info.register(List.of(MultiGauge.Row.of(Tags.of("version", model.version()), 1)), true);
        LOG.atInfo()
                .addKeyValue("version", model.version())
                .addKeyValue(
                        "previous", before == null ? "none" : before.artifact().version())
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
        ModelHolder.Model model = models.current();
        return model == null ? null : model.artifact();
    }
}
