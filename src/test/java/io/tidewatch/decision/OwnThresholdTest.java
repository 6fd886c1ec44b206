package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OwnThresholdTest {
    private static final AlertPolicy POLICY = new AlertPolicy(0.1, 8, 3);
    private static final double MINUTE_MS = 60_000;
    private static final double BUDGET = POLICY.budget(MINUTE_MS);
    private static final double NOMINAL = POLICY.threshold(MINUTE_MS);
    private static final double ANOMALOUS = 20;

    private final OwnThreshold own = new OwnThreshold();

    /** @param largest largest of the scores, which are spread evenly */
    private void learn(int steps, double largest) {
        Random random = new Random(1);
        for (int i = 0; i < steps; i++) {
            own.learn(largest * random.nextDouble(), POLICY.windowSteps());
        }
    }

    private double threshold(double score) {
        return own.threshold(POLICY, BUDGET, score);
    }

    @Test
    void isThatOfTheBudgetWhileTheEntityIsYoung() {
        learn(149, 0.1);
        assertThat(threshold(ANOMALOUS)).isEqualTo(NOMINAL);
    }

    @Test
    void isLowerWhereTheUsualScoresStayFarBelowIt() {
        learn(500, 0.1);
        assertThat(threshold(ANOMALOUS)).isEqualTo(POLICY.lowestShare() * NOMINAL);
    }

    @Test
    void isNeverAboveThatOfTheBudget() {
        learn(500, 10);
        assertThat(threshold(ANOMALOUS)).isEqualTo(NOMINAL);
    }

    @Test
    void isThatOfTheBudgetForAScoreThatIsOddByNeither() {
        learn(500, 0.1);
        assertThat(threshold(0.5)).isEqualTo(NOMINAL);
    }
}
