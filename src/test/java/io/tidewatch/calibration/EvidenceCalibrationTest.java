package io.tidewatch.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.FeatureMapping;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measure;
import io.tidewatch.model.Calibration;
import io.tidewatch.window.Steps;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvidenceCalibrationTest {
    private static final int FEATURES = 2;
    private static final int WINDOW_STEPS = 32;
    private static final Measure LEVEL = Channels.measure(Channels.LEVEL, Horizon.NEWEST);
    private static final Measure RECONSTRUCTION = Channels.measure(Channels.RECONSTRUCTION, Horizon.NEWEST);

    private final EvidenceCalibration calibration = new EvidenceCalibration(WINDOW_STEPS, FEATURES);
    private final Units units = new Units(FEATURES);

    private static Window window() {
        Window window = new Window(WINDOW_STEPS, FEATURES, 0);
        Random random = new Random(1);
        for (int step = 0; step < 200; step++) {
            long timeMs = step * 60_000L;
            window.add(Steps.of(timeMs, 5 * random.nextGaussian(), 100 * random.nextGaussian()), timeMs);
        }
        return window;
    }

    /** Every measure of a feature learns a magnitude so many times. */
    private void learn(double magnitude, int feature, int times) {
        CalibrationUpdate update = new CalibrationUpdate(FEATURES, units);
        for (int sketch = 0; sketch < Channels.LAYOUT.size(FEATURES); sketch++) {
            update.silent(sketch);
        }
        for (Measure measure : Channels.MEASURES.subList(0, Channels.PER_FEATURE)) {
            update.set(Channels.LAYOUT.index(measure, feature, FEATURES), LogBuckets.of((float) magnitude), false);
        }
        for (int i = 0; i < times; i++) {
            calibration.learn(update, Bulk.NONE);
        }
    }

    private int count(Measure measure, int feature) {
        return calibration.tails().count(Channels.LAYOUT.index(measure, feature, FEATURES));
    }

    private byte[] bytes(EvidenceCalibration of) {
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        of.write(out);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    @Test
    void usualMagnitudeIsKnownAfterEnoughSteps() {
        learn(3, 0, CalibrationParameters.READY_COUNT - 1);
        assertThat(calibration.usual(LEVEL, 0)).isNaN();

        learn(3, 0, 1);

        assertThat(calibration.usual(LEVEL, 0)).as("within its bucket").isBetween(2.8, 4.0);
        assertThat(calibration.usual(LEVEL, 1))
                .as("of a feature that said nothing")
                .isNaN();
        assertThat(calibration.upper(LEVEL, 0, 0.01)).isBetween(2.8, 4.0);
    }

    @Test
    void youngEntityForgetsHalfEachTimeItsAgeDoubles() {
        learn(3, 0, 1000);
        calibration.forget(512);
        calibration.forget(1023);
        calibration.forget(1025);
        assertThat(count(LEVEL, 0)).isEqualTo(1000);

        calibration.forget(1024);
        assertThat(count(LEVEL, 0)).isEqualTo(500);
        assertThat(count(RECONSTRUCTION, 0)).as("of the model").isEqualTo(1000);

        calibration.forget(2048);
        assertThat(count(LEVEL, 0)).as("too few to halve").isEqualTo(500);
    }

    @Test
    void modelsCalibrationReplacesWhatWasLearnedOfTheModelInTheScaleOfTheFeature() {
        Window window = window();
        learn(3, 0, 600);
        learn(3, 1, 600);
        List<Float> quantiles = List.of(.1f, .2f, .3f, .5f, 1f, 1.5f, 2f, 2.5f, 3f, 3.5f, 4f, 5f);

        calibration.startModel(new Calibration(Map.of(EvidenceCalibration.name(RECONSTRUCTION, 1), quantiles)), window);

        double scale = window.scale(1).scale();
        assertThat(calibration.upper(RECONSTRUCTION, 1, 0.5)).isBetween(0.8 * scale, 1.5 * scale);
        assertThat(calibration.upper(RECONSTRUCTION, 1, 0.05)).isBetween(2 * scale, 3.5 * scale);
        assertThat(count(RECONSTRUCTION, 1)).isBetween(500, CalibrationParameters.PRIOR_COUNT);
        assertThat(count(RECONSTRUCTION, 0)).as("no quantiles, nothing known").isZero();
        assertThat(count(LEVEL, 1)).as("no channel of the model").isEqualTo(600);
    }

    @Test
    void negligibleQuantilesOfAModelAreZero() {
        Window window = window();
        List<Float> tiny = java.util.Collections.nCopies(Calibration.LEVELS.size(), 1e-6f);

        calibration.startModel(new Calibration(Map.of(EvidenceCalibration.name(RECONSTRUCTION, 1), tiny)), window);

        assertThat(count(RECONSTRUCTION, 1)).isPositive();
        assertThat(calibration.upper(RECONSTRUCTION, 1, 0.5)).isZero();
    }

    @Test
    void keptFeatureTakesWhatItsFormerPlaceHasLearned() {
        learn(3, 0, 100);
        learn(50, 1, 200);
        EvidenceCalibration swapped = new EvidenceCalibration(WINDOW_STEPS, FEATURES);

        swapped.take(calibration, FeatureMapping.of(List.of("a", "b"), List.of("b", "new")));

        assertThat(swapped.upper(LEVEL, 0, 0.5)).isBetween(45.0, 64.0);
        assertThat(swapped.tails().count(Channels.LAYOUT.index(LEVEL, 0, FEATURES)))
                .isEqualTo(200);
        assertThat(swapped.tails().count(Channels.LAYOUT.index(LEVEL, 1, FEATURES)))
                .isZero();
        assertThat(swapped.tails().count(Channels.LAYOUT.index(RECONSTRUCTION, 0, FEATURES)))
                .as("the model starts anew")
                .isZero();
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        learn(3, 0, 300);
        learn(50, 1, 20);
        EvidenceCalibration read = new EvidenceCalibration(WINDOW_STEPS, FEATURES);

        read.read(ByteBuffer.wrap(bytes(calibration)));

        assertThat(bytes(read)).isEqualTo(bytes(calibration));
    }

    @Test
    void updateThatIsReadTeachesTheSame() {
        Window window = window();
        units.take(window);
        EvidenceCalibration other = new EvidenceCalibration(WINDOW_STEPS, FEATURES);
        CalibrationUpdate update = new CalibrationUpdate(FEATURES, units);
        for (int sketch = 0; sketch < Channels.LAYOUT.size(FEATURES); sketch++) {
            update.set(sketch, sketch % 9 - 4, sketch % 5 == 0);
        }
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        update.write(bytes);

        calibration.learn(update, Bulk.NONE);
        other.learn(bytes.flip(), window);

        assertThat(bytes(other)).isEqualTo(bytes(calibration));
    }

    @Test
    void measureIsNamedWithItsFeatureWhereItHasOne() {
        assertThat(EvidenceCalibration.name(RECONSTRUCTION, 1)).isEqualTo(RECONSTRUCTION.storedName() + "/1");
        Measure ofAll = Channels.measure(Channels.WINDOW_ERROR, Horizon.LONG);
        assertThat(EvidenceCalibration.name(ofAll, 0)).isEqualTo(ofAll.storedName());
    }
}
