package io.tidewatch.simulation.variety;

import io.tidewatch.simulation.AnomalyType;
import java.util.Random;

/** How many steps an anomaly of a series lasts. */
final class AnomalyLengths {
    /** What concerns a rhythm lasts a part of its period, within these. */
    private static final int FEWEST_OF_RHYTHM = 24;

    private static final int MOST_OF_RHYTHM = 192;

    /** A context lasts no more of a period, or the values of its other times come by as well. */
    private static final double CONTEXT_SHARE = 0.125;

    private final Random random;
    private final double periodSteps;

    AnomalyLengths(SeriesRecipe recipe, Random random) {
        this.random = random;
        this.periodSteps =
                recipe.demand().rhythm().periodMs() / recipe.grid().step().toMillis();
    }

    int of(AnomalyType type) {
        return switch (type) {
            case SPIKE, DIP -> 1;
            case WRONG_TIME_OF_DAY -> (int) Math.max(1, Math.min(6 + random.nextInt(6), CONTEXT_SHARE * periodSteps));
            case BROKEN_CORRELATION -> 6 + random.nextInt(6);
            case LOST_RHYTHM, FREQUENCY_CHANGE -> ofRhythm(0.25) + random.nextInt(FEWEST_OF_RHYTHM);
            case FLAT_LINE, SILENCE -> 24 + random.nextInt(12);
            default -> 36 + random.nextInt(24);
        };
    }

    private int ofRhythm(double share) {
        return (int) Math.max(FEWEST_OF_RHYTHM, Math.min(MOST_OF_RHYTHM, share * periodSteps));
    }
}
