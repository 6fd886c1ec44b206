package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.topology.ModelHolder;
import org.junit.jupiter.api.Test;

class ModelSwapTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ModelHolder holder = new ModelHolder();
    private final ModelSwap swap = new ModelSwap(holder, meters, ScorerKind.COMPILED, trained -> {
        throw new AssertionError("the training library is asked about a stored model");
    });

    @Test
    void metricsNameTheModelInUseAndNoOther() {
        swap.use(Fixtures.model(1));
        ModelArtifact second = Fixtures.model(2);
        swap.use(second);

        assertThat(meters.find("tidewatch.model.info").gauges())
                .singleElement()
                .satisfies(gauge -> assertThat(gauge.getId().getTag("version")).isEqualTo(second.version()));
        assertThat(meters.get("tidewatch.model.ready").gauge().value()).isEqualTo(1);
        assertThat(meters.get("tidewatch.model.created").gauge().value())
                .isEqualTo(Fixtures.START.toEpochMilli() / 1000.0);
    }

    @Test
    void scoringIsTimed() {
        swap.use(Fixtures.model(3));
        float[] outputs = new float[4];

        holder.newest().scorer().score(new float[8], 1, outputs);

        assertThat(outputs).containsOnly(3f);
        assertThat(meters.get("tidewatch.scoring").timer().count()).isEqualTo(1);
    }

    @Test
    void modelThatAnswersOtherwiseThanItsStoredAnswersLeavesTheOneInUse() {
        ModelArtifact model = Fixtures.model(1);
        swap.use(model);

        assertThatThrownBy(() -> swap.use(withAnswersOf(Fixtures.model(2), model)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("train it anew");
        assertThat(swap.current()).isSameAs(model);
    }

    @Test
    void modelWithoutStoredAnswersIsRefused() {
        ModelArtifact model = Fixtures.model(1);
        TrainedNetwork unasked = new TrainedNetwork(model.trained().network(), new byte[0], 0.1);

        assertThatThrownBy(() -> swap.use(with(unasked, model)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no answers");
        assertThat(swap.current()).isNull();
    }

    @Test
    void trainingLibraryScoresWhereItIsAskedFor() {
        Scorer library = CompiledScorer.compile(Fixtures.model(5).trained().network());
        ModelSwap slow = new ModelSwap(holder, new SimpleMeterRegistry(), ScorerKind.DL4J, trained -> library);
        float[] outputs = new float[4];

        slow.use(Fixtures.model(1));
        holder.newest().scorer().score(new float[8], 1, outputs);

        assertThat(outputs).containsOnly(5f);
    }

    private static ModelArtifact withAnswersOf(ModelArtifact model, ModelArtifact other) {
        ProbeAnswers answers =
                ProbeAnswers.of(CompiledScorer.compile(other.trained().network()));
        return with(model.trained().withProbe(answers), model);
    }

    private static ModelArtifact with(TrainedNetwork trained, ModelArtifact model) {
        return ModelArtifact.of(
                model.spec(), model.features(), model.vocabularies(), trained, model.calibration(), model.provenance());
    }
}
