package io.tidewatch.simulation.variety;

import io.tidewatch.simulation.AnomalyType;
import java.util.List;
import java.util.Set;

/**
 * How a simulated series is made.
 *
 * @param name of the series
 * @param grid when it is sampled
 * @param demand what its features follow
 * @param features one to eight
 * @param anomalies what goes wrong with it, in turn
 */
public record SeriesRecipe(
        String name, Grid grid, Demand demand, List<SimulatedFeature> features, List<AnomalyType> anomalies) {
    private static final int MOST_FEATURES = 8;

    /** One part in so many is to learn from. */
    private static final int TRAIN_PART = 4;

    private static final Set<AnomalyType> OF_RHYTHM =
            Set.of(AnomalyType.WRONG_TIME_OF_DAY, AnomalyType.LOST_RHYTHM, AnomalyType.FREQUENCY_CHANGE);

    public SeriesRecipe {
        features = List.copyOf(features);
        anomalies = List.copyOf(anomalies);
        if (features.isEmpty() || features.size() > MOST_FEATURES) {
            throw new IllegalArgumentException(
                    "series " + name + " needs 1 to " + MOST_FEATURES + " features: " + features.size());
        }
        if (demand.rhythm().periodMs() == 0 && anomalies.stream().anyMatch(OF_RHYTHM::contains)) {
            throw new IllegalArgumentException(
                    "series " + name + " has no rhythm that could break; leave out " + OF_RHYTHM);
        }
        if (anomalies.contains(AnomalyType.EVENT_BURST)) {
            throw new IllegalArgumentException("series " + name + " has one row a step: no bursts of events");
        }
    }

    /** The same without any anomaly. */
    SeriesRecipe normal() {
        return new SeriesRecipe(name, grid, demand, features, List.of());
    }

    /** The same with a rhythm that comes earlier. */
    SeriesRecipe ahead(double ms) {
        return new SeriesRecipe(name, grid, demand.ahead(ms), features, anomalies);
    }

    /** Steps at the start in which nothing is wrong. */
    int trainSteps() {
        return grid.rows() / TRAIN_PART;
    }

    public List<String> featureNames() {
        return features.stream().map(SimulatedFeature::name).toList();
    }
}
