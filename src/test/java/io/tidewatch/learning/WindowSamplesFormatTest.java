package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.event.Event;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowSamplesFormatTest {
    private static final DetectorSpec SPEC = spec("x");

    private final WindowSamplesFormat format = new WindowSamplesFormat(SPEC);

    private static DetectorSpec spec(String feature) {
        return new DetectorSpec(
                "d",
                List.of(new FeatureSpec(feature, Aggregate.MEAN)),
                List.of("region"),
                StepSpec.EVENT,
                8,
                ZoneOffset.UTC,
                0.1,
                new ModelSpec(ModelKind.AUTOENCODER, List.of(8, 4, 8), 2, 32, 3e-3, 1));
    }

    private static WindowSamples samples(int events) {
        EventHistory history = new EventHistory(SPEC);
        Random random = new Random(3);
        for (int i = 0; i < events; i++) {
            double[] values = {i % 17 == 0 ? Double.NaN : random.nextGaussian()};
            history.add(
                    new Event("e" + i % 2, i * 1_000L, values, new String[] {i % 3 == 0 ? null : "eu"}), OneSource.ID);
        }
        return history.samples();
    }

    private static String trained(WindowSamples samples) {
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        return training.train(training.prepare(samples), null, 77, done -> {}).version();
    }

    @Test
    void modelOfWindowsReadAgainIsTheSame() throws Exception {
        WindowSamples samples = samples(200);

        WindowSamples again = format.read(format.write(samples)).orElseThrow();

        assertThat(again.shown()).isEqualTo(samples.shown());
        assertThat(again.set().trainedUntil()).isEqualTo(samples.set().trainedUntil());
        assertThat(trained(again)).isEqualTo(trained(samples));
    }

    @Test
    void windowsOfOtherFeaturesOrAnotherReleaseAreNotTaken() throws Exception {
        byte[] bytes = format.write(samples(50));

        assertThat(new WindowSamplesFormat(spec("y")).read(bytes)).isEmpty();
        bytes[Integer.BYTES]++;
        assertThat(format.read(bytes)).isEmpty();
    }

    @Test
    void damagedBytesAreRefused() throws Exception {
        byte[] bytes = format.write(samples(50));

        for (int length = 0; length < bytes.length; length += 7) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> format.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int at = 0; at < bytes.length; at += 13) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 0x10;
            assertThatThrownBy(() -> format.read(flipped)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
