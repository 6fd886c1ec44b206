package io.tidewatch.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measure;
import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.Steps;
import io.tidewatch.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of the evidence of one entity with two features, step after step. */
class CalibratorTest {
    private static final int FEATURES = 2;
    private static final int STEPS = 32;
    private static final Measure LEVEL = Channels.measure(Channels.LEVEL, Horizon.NEWEST);
    private static final Measure RELATION = Channels.measure(Channels.RELATION, Horizon.NEWEST);

    private final Random random = new Random(11);
    private final Window window = new Window(STEPS, FEATURES, 0);
    private final EvidenceCalibration known = new EvidenceCalibration(STEPS, FEATURES);
    private final Calibrator calibrator = new Calibrator(FEATURES);
    private EvidenceCalculator calculator = new EvidenceCalculator(STEPS, FEATURES);
    private long minute;

    private static int index(Measure measure, int feature) {
        return Channels.LAYOUT.index(measure, feature, FEATURES);
    }

    private Evidence measure(double first, double second) {
        long timeMs = minute++ * 60_000;
        window.add(Steps.of(timeMs, first, second), timeMs);
        return calculator.withoutModel(window);
    }

    private CalibratedStep see(double first, double second) {
        return calibrator.calibrate(known, measure(first, second), window);
    }

    private CalibratedStep seeUsual(int steps) {
        CalibratedStep last = null;
        for (int i = 0; i < steps; i++) {
            last = see(5 * random.nextGaussian(), 100 * random.nextGaussian());
        }
        return last;
    }

    @Test
    void channelSpeaksOnceEnoughStepsAreKnown() {
        int sketch = index(LEVEL, 0);
        while (known.tails().count(sketch) < CalibrationParameters.READY_COUNT) {
            assertThat(seeUsual(1).pValues()[sketch]).isNaN();
        }
        assertThat(seeUsual(1).pValues()[sketch]).isBetween(Double.MIN_VALUE, 1.0);
    }

    @Test
    void pValuesAreOfTheStepsBefore() {
        seeUsual(150);
        for (int step = 0; step < 20; step++) {
            Evidence evidence = measure(9 * random.nextGaussian(), 100 * random.nextGaussian());
            double[] expected = new double[Channels.LAYOUT.size(FEATURES)];
            for (Measure measure : Channels.MEASURES) {
                for (int f = 0; f < (measure.channel().perFeature() ? FEATURES : 1); f++) {
                    expected[index(measure, f)] = probability(measure, f, evidence);
                }
            }

            assertThat(calibrator.calibrate(known, evidence, window).pValues()).containsExactly(expected, within(1e-9));
        }
    }

    private double probability(Measure measure, int feature, Evidence evidence) {
        int sketch = index(measure, feature);
        float magnitude = evidence.magnitude(sketch);
        if (Float.isNaN(magnitude) || known.tails().count(sketch) < CalibrationParameters.READY_COUNT) {
            return Double.NaN;
        }
        double unit =
                measure.channel().inUnitOfFeature() ? window.scale(feature).unit() : 1;
        double smallest = CalibrationParameters.NEGLIGIBLE_SHARE * unit;
        float counted = measure.channel().inUnitOfFeature() && magnitude < smallest ? 0 : magnitude;
        return known.tails().probability(sketch, LogBuckets.of(counted), counted, smallest);
    }

    @Test
    void outlierOfOneFeatureIsRareInThatFeatureAndTaughtAsOdd() {
        seeUsual(300);

        CalibratedStep odd = see(80, 10);

        assertThat(odd.pValues()[index(LEVEL, 0)]).isLessThan(CalibrationParameters.ODD);
        assertThat(odd.pValues()[index(LEVEL, 1)]).isGreaterThan(0.1);
        assertThat(odd.update().odd(index(LEVEL, 0))).isTrue();
        assertThat(odd.update().odd(index(LEVEL, 1))).isFalse();
    }

    @Test
    void eachStepIsLearnedButNothingOfAChannelThatIsSilent() {
        seeUsual(200);
        int before = known.tails().count(index(LEVEL, 0));

        CalibratedStep step = see(Double.NaN, 10);

        assertThat(step.pValues()[index(LEVEL, 0)]).isNaN();
        assertThat(step.update().bucket(index(LEVEL, 0))).isEqualTo(CalibrationUpdate.SILENT);
        assertThat(known.tails().count(index(LEVEL, 0))).isEqualTo(before);
        seeUsual(1);
        assertThat(known.tails().count(index(LEVEL, 0))).isEqualTo(before + 1);
        assertThat(step.pValues()[index(RELATION, 0)]).as("there is no model").isNaN();
    }

    @Test
    void usualMagnitudeIsTheMedianOfWhatWasMeasured() {
        List<Double> magnitudes = new ArrayList<>();
        CalibratedStep step = null;
        for (int i = 0; i < 600; i++) {
            step = see(5 * random.nextGaussian(), 100 * random.nextGaussian());
            magnitudes.add(calculator.evidence().magnitude(LEVEL, 1));
        }
        double median = magnitudes.subList(300, 600).stream()
                .sorted()
                .skip(150)
                .findFirst()
                .orElseThrow();
        assertThat(step.usual(LEVEL, 1)).isBetween(0.85 * median, 1.15 * median);
        assertThat(step.usual(RELATION, 1)).as("there is no model").isNaN();
    }

    @Test
    void negligibleMagnitudeCountsAsNone() {
        seeUsual(200);
        double median = window.scale(0).runningMedian();

        CalibratedStep step = see(median + 1e-6 * window.scale(0).scale(), 10);

        assertThat(calculator.evidence().magnitude(LEVEL, 0)).isPositive();
        assertThat(step.update().bucket(index(LEVEL, 0))).isEqualTo(LogBuckets.NONE);
        assertThat(step.update().bucket(index(LEVEL, 1))).isNotEqualTo(LogBuckets.NONE);
        assertThat(step.pValues()[index(LEVEL, 0)]).isGreaterThan(0.9);
    }

    @Test
    void ignoredDeviationIsLearnedWithAPValueOfOne() {
        calculator = new EvidenceCalculator(
                STEPS, List.of(new DeviationFilter(DeviationFilter.Direction.BOTH, 1_000, 0), DeviationFilter.ANY));
        seeUsual(300);
        int before = known.tails().count(index(LEVEL, 0));

        CalibratedStep step = see(80, 1_600);

        assertThat(step.pValues()[index(LEVEL, 0)]).isEqualTo(1);
        assertThat(step.pValues()[index(LEVEL, 1)]).isLessThan(CalibrationParameters.ODD);
        assertThat(step.pValues()[index(RELATION, 0)]).as("it does not speak").isNaN();
        assertThat(known.tails().count(index(LEVEL, 0))).isEqualTo(before + 1);
    }

    @Test
    void youngEntityForgetsHalfWhenItsAgeDoubles() {
        seeUsual(1_023);
        int before = known.tails().count(index(LEVEL, 0));

        seeUsual(1);

        assertThat(known.tails().count(index(LEVEL, 0))).isBetween(before * 2 / 5, before / 2 + 1);
    }
}
