package io.tidewatch.simulation.variety;

import io.tidewatch.simulation.InjectedAnomaly;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** One injected anomaly at work on its series. */
final class SeriesFault {
    /** By how much of the demand a feature leaves the others. */
    private static final double BROKEN_BY = 1;

    private final SeriesRecipe recipe;
    private final InjectedAnomaly anomaly;
    private final Random random;
    private final List<Double> first;

    /**
     * Starts it.
     *
     * @param first the values of the step before it, where a line that stands still stands
     * @param random lots of its own, so that rows outside of it are the same without it
     */
    SeriesFault(SeriesRecipe recipe, InjectedAnomaly anomaly, List<Double> first, Random random) {
        this.recipe = recipe;
        this.anomaly = anomaly;
        this.first = List.copyOf(first);
        this.random = random;
    }

    InjectedAnomaly anomaly() {
        return anomaly;
    }

    /**
     * The values shown instead of the normal ones.
     *
     * @param timeMs start of the step, epoch milliseconds
     * @param wander where the demand is beside its rhythm
     * @param normal what the features would show
     */
    List<Double> values(long timeMs, double wander, List<Double> normal) {
        return IntStream.range(0, normal.size())
                .mapToObj(f -> anomaly.features().contains(f) ? value(f, timeMs, wander, normal.get(f)) : normal.get(f))
                .toList();
    }

    private double value(int f, long timeMs, double wander, double normal) {
        SimulatedFeature feature = recipe.features().get(f);
        Rhythm rhythm = recipe.demand().rhythm();
        double demand = rhythm.at((double) timeMs) + wander;
        return switch (anomaly.type()) {
            case SPIKE -> feature.noise().possible(feature.high() + anomaly.magnitude() * deviation(feature));
            case DIP -> feature.noise().possible(feature.low() - anomaly.magnitude() * deviation(feature));
            case WRONG_TIME_OF_DAY -> drawn(feature, rhythm.at(timeMs + rhythm.periodMs() / 2) + wander);
            case LOST_RHYTHM -> drawn(feature, rhythm.mean() + wander);
            case FREQUENCY_CHANGE -> {
                double since = (timeMs - anomaly.onsetMs()) * anomaly.magnitude();
                yield drawn(feature, rhythm.at(anomaly.onsetMs() + since) + wander);
            }
            case BROKEN_CORRELATION -> drawn(feature, demand + (demand > 0 ? -BROKEN_BY : BROKEN_BY));
            case FLAT_LINE -> first.get(f);
            case LEVEL_SHIFT -> moved(feature, normal, anomaly.magnitude());
            case DRIFT -> moved(feature, normal, anomaly.magnitude() * progress(timeMs));
            case SILENCE -> feature.noise() instanceof PoissonCount ? 0 : Double.NaN;
            case EVENT_BURST -> normal;
        };
    }

    private double drawn(SimulatedFeature feature, double demand) {
        return feature.noise().around(feature.expected(demand), random);
    }

    private double deviation(SimulatedFeature feature) {
        return feature.deviation(feature.high(), recipe.demand().wander());
    }

    /** Up, where there is room for it; else down. */
    private double moved(SimulatedFeature feature, double normal, double deviations) {
        double by = deviations * deviation(feature);
        double top = feature.noise().possible(feature.high());
        boolean room = feature.noise().possible(feature.high() + anomaly.magnitude() * deviation(feature))
                > top + deviation(feature);
        return feature.noise().possible(normal + (room ? by : -by));
    }

    /** Share of it that has passed at the end of a step, 0..1. */
    private double progress(long timeMs) {
        double stepMs = recipe.grid().step().toMillis();
        return (timeMs + stepMs - anomaly.onsetMs()) / (anomaly.endMs() - anomaly.onsetMs());
    }
}
