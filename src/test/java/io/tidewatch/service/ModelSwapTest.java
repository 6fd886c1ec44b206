package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.scoring.CompiledScorer;
import io.tidewatch.topology.ModelHolder;
import org.junit.jupiter.api.Test;

class ModelSwapTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ModelHolder holder = new ModelHolder();
    private final ModelSwap swap =
            new ModelSwap(holder, meters, ScorerKind.COMPILED, trained -> CompiledScorer.compile(trained.network()));

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

        holder.current().scorer().score(new float[8], 1, outputs);

        assertThat(outputs).containsOnly(3f);
        assertThat(meters.get("tidewatch.scoring").timer().count()).isEqualTo(1);
    }

    @Test
    void modelThatAnswersOtherwiseThanItsReferenceLeavesTheOneInUse() {
        ModelArtifact first = Fixtures.model(1);
        ModelSwap wary = new ModelSwap(
                holder,
                meters,
                ScorerKind.COMPILED,
                trained -> CompiledScorer.compile(first.trained().network()));
        wary.use(first);

        assertThatThrownBy(() -> wary.use(Fixtures.model(2))).isInstanceOf(IllegalStateException.class);

        assertThat(wary.current()).isSameAs(first);
    }

    @Test
    void storedAnswersAreCheckedWithoutAskingTheTrainingLibrary() {
        ModelSwap offline = new ModelSwap(holder, meters, ScorerKind.COMPILED, trained -> {
            throw new AssertionError("asked");
        });
        ModelArtifact model = Fixtures.model(1);
        offline.use(withAnswersOf(model, model));
        assertThat(offline.current()).isNotNull();

        assertThatThrownBy(() -> offline.use(withAnswersOf(Fixtures.model(2), model)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(offline.current().version()).isEqualTo(model.version());
    }

    private static ModelArtifact withAnswersOf(ModelArtifact model, ModelArtifact other) {
        ProbeAnswers answers =
                ProbeAnswers.of(CompiledScorer.compile(other.trained().network()));
        return ModelArtifact.of(
                model.spec(),
                model.features(),
                model.vocabularies(),
                model.trained().withProbe(answers),
                model.calibration(),
                model.provenance());
    }
}
