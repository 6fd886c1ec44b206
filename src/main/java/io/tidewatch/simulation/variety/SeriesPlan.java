package io.tidewatch.simulation.variety;

import io.tidewatch.simulation.AnomalyType;
import io.tidewatch.simulation.InjectedAnomaly;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Plans which anomaly happens to a series, and when. */
final class SeriesPlan {
    /** Steps before the first and after the last anomaly. */
    private static final int MARGIN_STEPS = 20;

    /** Fewest steps between two anomalies: one in so many of all, so that each has its own. */
    private static final int PARTS = 16;

    /** A context that is violated by less can hardly be told from noise; standard deviations. */
    private static final double LEAST_CONTRAST = 6;

    private final SeriesRecipe recipe;
    private final Random random;
    private final AnomalyLengths lengths;
    private final AnomalySizes sizes;

    SeriesPlan(SeriesRecipe recipe, Random random) {
        this.recipe = recipe;
        this.random = random;
        this.lengths = new AnomalyLengths(recipe, random);
        this.sizes = new AnomalySizes(recipe, random);
    }

    /** The anomalies by onset. */
    List<InjectedAnomaly> anomalies() {
        List<AnomalyType> types = recipe.anomalies();
        int between = recipe.grid().rows() / PARTS;
        long room = (long) recipe.grid().rows() - MARGIN_STEPS;
        List<InjectedAnomaly> planned = new ArrayList<>();
        long at = (long) recipe.trainSteps() + MARGIN_STEPS + random.nextInt(1 + between / 2);
        while (!types.isEmpty() && at < room) {
            AnomalyType type = types.get(planned.size() % types.size());
            int length = lengths.of(type);
            long from = type == AnomalyType.WRONG_TIME_OF_DAY ? withContrast(at, length, room) : at;
            if (from + length > room) {
                break;
            }
            planned.add(anomaly(type, from, length));
            at = from + length + between + random.nextInt(1 + between / 2);
        }
        return planned;
    }

    private InjectedAnomaly anomaly(AnomalyType type, long from, int length) {
        List<Integer> features =
                switch (type) {
                    case WRONG_TIME_OF_DAY, LOST_RHYTHM, FREQUENCY_CHANGE, SILENCE ->
                        IntStream.range(0, recipe.features().size()).boxed().toList();
                    default -> List.of(random.nextInt(recipe.features().size()));
                };
        double size = type == AnomalyType.WRONG_TIME_OF_DAY ? contrast(from, length) : sizes.of(type, features.get(0));
        return new InjectedAnomaly(
                recipe.name(),
                type,
                features,
                size,
                recipe.grid().timeMs(from),
                recipe.grid().timeMs(from + length));
    }

    /** The first step from which another time of the rhythm differs enough, all along. */
    private long withContrast(long from, int length, long room) {
        long at = from;
        while (at + length <= room && contrast(at, length) < LEAST_CONTRAST) {
            at++;
        }
        return at;
    }

    /** By how much the feature that shows it best differs at the least, standard deviations. */
    private double contrast(long from, int length) {
        Rhythm rhythm = recipe.demand().rhythm();
        double least = Double.POSITIVE_INFINITY;
        for (long step = from; step < from + length; step++) {
            double timeMs = recipe.grid().timeMs(step);
            double usual = rhythm.at(timeMs);
            double other = rhythm.at(timeMs + rhythm.periodMs() / 2);
            double best = recipe.features().stream()
                    .mapToDouble(feature -> contrast(feature, usual, other))
                    .max()
                    .orElseThrow();
            least = Math.min(least, best);
        }
        return least;
    }

    private double contrast(SimulatedFeature feature, double usual, double other) {
        double one = feature.noise().possible(feature.expected(usual));
        double two = feature.noise().possible(feature.expected(other));
        return Math.abs(one - two)
                / feature.deviation(Math.max(one, two), recipe.demand().wander());
    }
}
