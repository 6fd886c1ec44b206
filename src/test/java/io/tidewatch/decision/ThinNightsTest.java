package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.window.Silence;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shops that sell little at night: what their silence raises, and how soon. */
class ThinNightsTest {
    private static final long STEP_MS = 300_000;
    private static final int STEPS_PER_HOUR = 12;
    private static final int STEPS_PER_DAY = 288;
    private static final double FALSE_ALERTS_PER_DAY = 0.1;
    private static final int SHOPS = 100;

    /** Sales that a shop usually has in five minutes of each hour. */
    private static final double[] SALES = {
        2.0, 2.2, 2.8, 4, 6, 9, 13, 17, 20, 21, 22, 22, 21, 20, 20, 20, 19, 17, 13, 9, 6, 4, 3, 2.2
    };

    /** A shop, and those that follow it. */
    private static final class Shop {
        private final Random random;
        private final Silence silence = new Silence(STEP_MS);
        private final IncidentTracker incidents = new IncidentTracker(new AlertPolicy(FALSE_ALERTS_PER_DAY, 32, 1));
        private int step;

        Shop(long seed) {
            random = new Random(seed);
        }

        int sales() {
            double mean = SALES[step / STEPS_PER_HOUR % 24];
            int sales = 0;
            for (double left = Math.exp(-mean), at = random.nextDouble(); at > left; at *= random.nextDouble()) {
                sales++;
            }
            return sales;
        }

        boolean alerts(int sales) {
            long startMs = step++ * STEP_MS;
            AnomalyScore silent = AnomalyScore.ofSilence(silence.add(sales, startMs));
            return incidents.add("d", "shop", new Moment(startMs, STEP_MS, 100_000), silent) == Change.OPENED;
        }
    }

    @Test
    void silenceOfThinNightsStaysWithinTheBudgetAndADropByDayIsFoundAtOnce() {
        int days = 10;
        int falseAlerts = 0;
        int foundSteps = 0;
        for (int seed = 0; seed < SHOPS; seed++) {
            Shop shop = new Shop(seed);
            while (shop.step < days * STEPS_PER_DAY) {
                boolean known = shop.step >= 3 * STEPS_PER_DAY;
                falseAlerts += shop.alerts(shop.sales()) && known ? 1 : 0;
            }
            while (shop.step < days * STEPS_PER_DAY + 16 * STEPS_PER_HOUR) {
                shop.alerts(shop.sales());
            }
            int steps = 1;
            while (!shop.alerts(0)) {
                steps++;
            }
            foundSteps = Math.max(foundSteps, steps);
        }
        assertThat(falseAlerts / (double) (SHOPS * (days - 3))).isLessThanOrEqualTo(FALSE_ALERTS_PER_DAY);
        assertThat(foundSteps).isLessThanOrEqualTo(3);
    }
}
