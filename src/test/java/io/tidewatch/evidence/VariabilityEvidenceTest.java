package io.tidewatch.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.window.Steps;
import io.tidewatch.window.Window;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which channel says that values move more, or less, than they usually do. */
class VariabilityEvidenceTest {
    private static final int STEPS = 32;

    private final Random random = new Random(5);

    /** The evidence of a feature after it has moved by chance, then by a factor of that. */
    private Evidence evidence(int features, double factor) {
        Window window = new Window(STEPS, features, 0);
        for (int minute = 0; minute < 600; minute++) {
            double[] values = new double[features];
            for (int f = 0; f < features; f++) {
                values[f] = random.nextGaussian() * (f == 0 && minute >= 570 ? factor : 1);
            }
            window.add(Steps.of(minute * 60_000L, values), minute * 60_000L);
        }
        return new EvidenceCalculator(STEPS, features).withoutModel(window);
    }

    @Test
    void fasterIsVariabilityAndSlowerIsStillness() {
        Evidence faster = evidence(2, 3);
        Evidence slower = evidence(2, 0.2);

        assertThat(faster.magnitude(Measures.VARIABILITY_24, 0)).isGreaterThan(0.7);
        assertThat(faster.magnitude(Measures.STILLNESS_24, 0)).isNaN();
        assertThat(slower.magnitude(Measures.STILLNESS_24, 0)).isGreaterThan(1.5);
        assertThat(slower.magnitude(Measures.VARIABILITY_24, 0)).isNaN();
    }

    @Test
    void variabilityOfASingleFeatureMeasuresBoth() {
        assertThat(evidence(1, 3).magnitude(Measures.VARIABILITY_24, 0)).isGreaterThan(0.7);
        assertThat(evidence(1, 0.2).magnitude(Measures.VARIABILITY_24, 0)).isGreaterThan(1.5);
        assertThat(evidence(1, 0.2).magnitude(Measures.STILLNESS_24, 0)).isNaN();
    }
}
