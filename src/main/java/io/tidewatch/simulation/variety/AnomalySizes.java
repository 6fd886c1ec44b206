package io.tidewatch.simulation.variety;

import io.tidewatch.simulation.AnomalyType;
import java.util.Random;

/** How far an anomaly of a series goes; in what, {@link io.tidewatch.simulation.InjectedAnomaly} says. */
final class AnomalySizes {
    private final SeriesRecipe recipe;
    private final Random random;

    AnomalySizes(SeriesRecipe recipe, Random random) {
        this.recipe = recipe;
        this.random = random;
    }

    double of(AnomalyType type, int feature) {
        return switch (type) {
            case SPIKE -> between(12, 20);
            case DIP -> between(10, 16);
            case LEVEL_SHIFT -> between(8, 14);
            case DRIFT -> between(12, 18);
            case FREQUENCY_CHANGE -> between(2.2, 2.8);
            case BROKEN_CORRELATION -> ownDeviations(feature, 1);
            case LOST_RHYTHM ->
                ownDeviations(feature, 1 + Math.abs(recipe.demand().rhythm().mean()));
            default -> 0;
        };
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** What a change of the demand does to a feature, in deviations of its noise alone. */
    private double ownDeviations(int index, double demand) {
        SimulatedFeature feature = recipe.features().get(index);
        return Math.abs(feature.swing()) * demand / feature.noise().deviation(feature.high());
    }
}
