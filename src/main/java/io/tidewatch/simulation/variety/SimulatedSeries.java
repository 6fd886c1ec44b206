package io.tidewatch.simulation.variety;

import io.tidewatch.simulation.InjectedAnomaly;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A simulated series by its recipe: the same seed gives the same rows, another seed another phase, noise and anomalies.
 */
public final class SimulatedSeries {
    /** Spreads seeds that follow each other over all seeds, as the first draws of near ones are alike. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final SeriesRecipe recipe;
    private final long seed;
    private final List<InjectedAnomaly> anomalies;

    public SimulatedSeries(SeriesRecipe recipe, long seed) {
        this.seed = SPREAD * (31 * seed + recipe.name().hashCode());
        Random lots = new Random(this.seed);
        double phaseMs = lots.nextDouble()
                * Math.min(Weekday.DAY_MS, recipe.demand().rhythm().periodMs());
        this.recipe = recipe.ahead(phaseMs);
        this.anomalies = new SeriesPlan(this.recipe, lots).anomalies();
    }

    public SeriesRecipe recipe() {
        return recipe;
    }

    /** The anomalies that the rows hold, by onset. */
    public List<InjectedAnomaly> anomalies() {
        return List.copyOf(anomalies);
    }

    /** Start of the first step after those to learn from, epoch milliseconds. */
    public long watchedFromMs() {
        return recipe.grid().timeMs(recipe.trainSteps());
    }

    /** All rows by time; each call makes the same. */
    public List<SimulatedRow> rows() {
        return new Making().rows();
    }

    /** The rows on their way. */
    private final class Making {
        private final Random noise = new Random(seed + 1);
        private final Random gaps = new Random(seed + 2);
        private final Deque<InjectedAnomaly> ahead = new ArrayDeque<>(anomalies);
        private final List<SimulatedRow> rows = new ArrayList<>();
        private double wander;

        private List<SimulatedRow> rows() {
            Grid grid = recipe.grid();
            List<Double> before = List.of();
            SeriesFault fault = null;
            for (long step = 0; step < grid.rows(); step++) {
                long timeMs = grid.timeMs(step);
                List<Double> normal = normal(timeMs);
                if (!ahead.isEmpty() && ahead.getFirst().covers(timeMs)) {
                    fault = new SeriesFault(recipe, ahead.removeFirst(), before, new Random(seed ^ timeMs));
                }
                if (fault != null && !fault.anomaly().covers(timeMs)) {
                    fault = null;
                }
                boolean anomalous = fault != null;
                List<Double> values = fault == null ? normal : fault.values(timeMs, wander, normal);
                long lateMs =
                        (long) (gaps.nextDouble() * grid.jitter() * grid.step().toMillis());
                boolean missing = gaps.nextDouble() < grid.missing();
                // An anomaly of one row must not go missing: its label would tell of nothing.
                if (!missing || anomalous) {
                    rows.add(new SimulatedRow(timeMs + lateMs, values, anomalous));
                }
                before = normal;
            }
            return List.copyOf(rows);
        }

        private List<Double> normal(long timeMs) {
            wander = recipe.demand().wandered(wander, noise.nextGaussian());
            double demand = recipe.demand().rhythm().at((double) timeMs) + wander;
            List<Double> values = new ArrayList<>();
            for (SimulatedFeature feature : recipe.features()) {
                values.add(feature.noise().around(feature.expected(demand), noise));
            }
            return values;
        }
    }
}
