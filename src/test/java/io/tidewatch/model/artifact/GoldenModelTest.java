package io.tidewatch.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.event.Event;
import io.tidewatch.golden.GoldenFiles;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.ParityCheck;
import io.tidewatch.learning.EventHistory;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.training.Dl4jScorer;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A model that an earlier build trained and wrote. */
public class GoldenModelTest {
    private static final long MINUTE_MS = 60_000;
    private static final DetectorSpec SPEC = new DetectorSpec(
            "golden",
            List.of(new FeatureSpec("cpu", Aggregate.MEAN), new FeatureSpec("requests", Aggregate.parse("sum"))),
            List.of("mode"),
            new StepSpec(MINUTE_MS, 0, 0),
            16,
            ZoneOffset.UTC,
            0.1,
            new ModelSpec(ModelKind.AUTOENCODER, List.of(8, 3, 8), 2, 64, 3e-3, 1));

    /** A small model of eight hours of two features that move together. */
    public static byte[] written() {
        EventHistory history = new EventHistory(SPEC);
        Random random = new Random(2);
        for (int minute = 0; minute < 480; minute++) {
            double load = Math.sin(minute / 9.0);
            double[] values = {40 + 10 * load + random.nextGaussian(), 300 + 80 * load + 5 * random.nextGaussian()};
            history.add(
                    new Event("host-7", minute * MINUTE_MS, values, new String[] {minute % 2 == 0 ? "a" : "b"}),
                    OneSource.ID);
        }
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        return ModelArtifactFormat.write(training.train(
                training.prepare(history.samples()), null, history.samples().untilMs(), done -> {}));
    }

    private static ModelArtifact golden() throws Exception {
        // Refuses content that has not the version it says.
        return ModelArtifactFormat.read(GoldenFiles.MODEL, GoldenFiles.read(GoldenFiles.MODEL));
    }

    @Test
    void modelOfAnEarlierBuildIsRead() throws Exception {
        ModelArtifact model = golden();

        assertThat(model.features()).extracting(FeatureSpec::name).containsExactly("cpu", "requests");
        assertThat(model.vocabularies()).containsExactly(List.of("a", "b"));
        assertThat(model.spec()).isEqualTo(SPEC.model());
        InputLayout layout = model.trained().network().layout();
        assertThat(layout.steps()).isEqualTo(16);
        assertThat(layout.features()).isEqualTo(2);
        assertThat(model.trained().network().layers()).hasSize(4);
        assertThat(model.trained().regressions()).isNotEmpty();
        assertThat(model.calibration().quantiles()).isNotEmpty();
        assertThat(model.units()).hasSize(2);
        assertThat(model.provenance().trainedUntilMs())
                .as("the last minute is not over")
                .isEqualTo(478 * MINUTE_MS);
    }

    @Test
    void modelOfAnEarlierBuildAnswersAsItDidThen() throws Exception {
        ModelArtifact model = golden();

        assertThatCode(() -> ParityCheck.require(
                        CompiledScorer.compile(model.trained().network()),
                        model.trained().probe().orElseThrow()))
                .doesNotThrowAnyException();
    }

    @Test
    void trainingLibraryStillReadsTheNetworkOfAnEarlierBuild() throws Exception {
        ModelArtifact model = golden();

        assertThatCode(() -> ParityCheck.require(
                        new Dl4jScorer(model.trained()), model.trained().probe().orElseThrow()))
                .doesNotThrowAnyException();
    }
}
