package io.tidewatch.simulation.variety;

import static io.tidewatch.simulation.AnomalyType.BROKEN_CORRELATION;
import static io.tidewatch.simulation.AnomalyType.DIP;
import static io.tidewatch.simulation.AnomalyType.DRIFT;
import static io.tidewatch.simulation.AnomalyType.FLAT_LINE;
import static io.tidewatch.simulation.AnomalyType.FREQUENCY_CHANGE;
import static io.tidewatch.simulation.AnomalyType.LEVEL_SHIFT;
import static io.tidewatch.simulation.AnomalyType.LOST_RHYTHM;
import static io.tidewatch.simulation.AnomalyType.SILENCE;
import static io.tidewatch.simulation.AnomalyType.SPIKE;
import static io.tidewatch.simulation.AnomalyType.WRONG_TIME_OF_DAY;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The recipes of the suite: a series for each way of being normal that a user may have, named by rhythm and step. */
public final class Varieties {
    private static final double HOUR_MS = 3_600_000;
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Demand HOURLY = Demand.of(new Wave(HOUR_MS));
    private static final Demand SIX_HOURLY = Demand.of(new Wave(6 * HOUR_MS));
    private static final Demand DAILY = Demand.of(new Wave(24 * HOUR_MS));
    private static final Demand WEEKLY = Demand.of(new WorkingWeek());
    private static final Demand NONE = Demand.of(new Steady());

    private Varieties() {}

    /** All, anomalies included. */
    public static List<SeriesRecipe> all() {
        return Stream.of(hours(), days(), weeks(), without())
                .flatMap(List::stream)
                .toList();
    }

    /** The same series with nothing wrong. */
    public static List<SeriesRecipe> normal() {
        return all().stream().map(SeriesRecipe::normal).toList();
    }

    private static List<SeriesRecipe> hours() {
        return List.of(
                new SeriesRecipe(
                        "hour-10s",
                        Grid.regular(TEN_SECONDS, 6000),
                        HOURLY,
                        List.of(gaussian("temperature", 60, 20, 2), gaussian("pressure", 4, -0.8, 0.1)),
                        List.of(SPIKE, WRONG_TIME_OF_DAY, LEVEL_SHIFT, LOST_RHYTHM, DIP)),
                new SeriesRecipe(
                        "hour-1m-counts",
                        Grid.regular(MINUTE, 5000),
                        HOURLY,
                        List.of(count("jobs", 120, 100)),
                        List.of(WRONG_TIME_OF_DAY, SILENCE, LOST_RHYTHM, SPIKE)),
                new SeriesRecipe(
                        "hour-1m-square",
                        Grid.regular(MINUTE, 5000),
                        Demand.of(new SquareWave(HOUR_MS, 0.2)),
                        List.of(gaussian("cpu", 40, 30, 2), gaussian("io", 300, 250, 15)),
                        List.of(WRONG_TIME_OF_DAY, LEVEL_SHIFT, FREQUENCY_CHANGE, SPIKE)),
                new SeriesRecipe(
                        "six-hours-1m",
                        Grid.regular(MINUTE, 6000),
                        new Demand(new Wave(6 * HOUR_MS), 0.05, 0.8),
                        List.of(
                                gaussian("flow", 200, 100, 4),
                                gaussian("load", 50, 25, 1),
                                gaussian("heat", 30, 6, 0.3),
                                gaussian("reserve", 80, -15, 0.8)),
                        List.of(BROKEN_CORRELATION, SPIKE, LOST_RHYTHM, FLAT_LINE, WRONG_TIME_OF_DAY, DRIFT)),
                new SeriesRecipe(
                        "six-hours-5m-heavy",
                        Grid.regular(Duration.ofMinutes(5), 5000),
                        SIX_HOURLY,
                        List.of(new SimulatedFeature("delay", 200, 120, new StudentNoise(3))),
                        List.of(SPIKE, WRONG_TIME_OF_DAY, LEVEL_SHIFT, DIP, LOST_RHYTHM)),
                new SeriesRecipe(
                        "six-hours-10m-percent",
                        Grid.regular(Duration.ofMinutes(10), 5000),
                        SIX_HOURLY,
                        List.of(share("use", 90, 40, 2), share("success", 102, 0, 1)),
                        List.of(DIP, WRONG_TIME_OF_DAY, DRIFT, LOST_RHYTHM)));
    }

    private static List<SeriesRecipe> days() {
        return List.of(
                new SeriesRecipe(
                        "day-1m",
                        Grid.regular(MINUTE, 6000),
                        DAILY,
                        List.of(gaussian("sessions", 500, 300, 20)),
                        List.of(SPIKE, WRONG_TIME_OF_DAY, LEVEL_SHIFT, LOST_RHYTHM, FLAT_LINE)),
                new SeriesRecipe(
                        "day-5m",
                        Grid.regular(Duration.ofMinutes(5), 6000),
                        new Demand(new Wave(24 * HOUR_MS), 0.05, 0.9),
                        List.of(
                                gaussian("requests", 300, 200, 6),
                                gaussian("cpu", 45, 25, 1),
                                gaussian("latency", 80, 30, 1.5)),
                        List.of(BROKEN_CORRELATION, WRONG_TIME_OF_DAY, DIP, DRIFT, LOST_RHYTHM, FLAT_LINE)),
                new SeriesRecipe(
                        "day-5m-square",
                        Grid.regular(Duration.ofMinutes(5), 6000),
                        Demand.of(new SquareWave(24 * HOUR_MS, 0.4)),
                        List.of(new SimulatedFeature("pumps", 6, 4, new Exact(0.5))),
                        List.of(WRONG_TIME_OF_DAY, SPIKE, LEVEL_SHIFT, LOST_RHYTHM)),
                new SeriesRecipe(
                        "day-10m-counts",
                        Grid.regular(Duration.ofMinutes(10), 6000),
                        DAILY,
                        List.of(count("orders", 60, 58), count("refunds", 3, 2.5)),
                        List.of(WRONG_TIME_OF_DAY, SPIKE, SILENCE, LOST_RHYTHM)),
                new SeriesRecipe(
                        "day-15m-errors",
                        Grid.regular(Duration.ofMinutes(15), 6000),
                        DAILY,
                        List.of(
                                gaussian("requests", 1000, 600, 40),
                                new SimulatedFeature("errors", 0.5, 0.3, new RareErrors(0.02))),
                        List.of(SPIKE, WRONG_TIME_OF_DAY, LEVEL_SHIFT)),
                new SeriesRecipe(
                        "day-15m-lognormal",
                        Grid.regular(Duration.ofMinutes(15), 6000),
                        DAILY,
                        List.of(
                                new SimulatedFeature("p50", 40, 25, new LogNormalNoise(0.08)),
                                new SimulatedFeature("p99", 300, 200, new LogNormalNoise(0.4))),
                        List.of(SPIKE, LEVEL_SHIFT, WRONG_TIME_OF_DAY, DRIFT)),
                new SeriesRecipe(
                        "day-30m-irregular",
                        Grid.irregular(Duration.ofMinutes(30), 6000),
                        DAILY,
                        List.of(
                                gaussian("inside", 21, 3, 0.2),
                                gaussian("outside", 12, 7, 0.5),
                                gaussian("humidity", 60, -20, 1.5)),
                        List.of(SPIKE, WRONG_TIME_OF_DAY, FLAT_LINE, LOST_RHYTHM, LEVEL_SHIFT)),
                new SeriesRecipe(
                        "day-1h-wide",
                        Grid.regular(HOUR, 4000),
                        new Demand(new Wave(24 * HOUR_MS), 0.1, 0.7),
                        List.of(
                                gaussian("zone-1", 100, 50, 3),
                                gaussian("zone-2", 200, 80, 5),
                                gaussian("zone-3", 50, 30, 2),
                                gaussian("zone-4", 400, 150, 10),
                                gaussian("zone-5", 20, -8, 0.6),
                                gaussian("zone-6", 75, 20, 1.5),
                                gaussian("zone-7", 10, 6, 0.4),
                                gaussian("zone-8", 900, -300, 20)),
                        List.of(BROKEN_CORRELATION, SPIKE, LEVEL_SHIFT, LOST_RHYTHM)));
    }

    private static List<SeriesRecipe> weeks() {
        return List.of(
                new SeriesRecipe(
                        "week-15m",
                        Grid.regular(Duration.ofMinutes(15), 6000),
                        WEEKLY,
                        List.of(gaussian("power", 500, 300, 15), gaussian("water", 80, 40, 3)),
                        List.of(WRONG_TIME_OF_DAY, SPIKE, LOST_RHYTHM, FLAT_LINE, LEVEL_SHIFT)),
                new SeriesRecipe(
                        "week-30m-square",
                        Grid.regular(Duration.ofMinutes(30), 5000),
                        Demand.of(new SquareWave(7 * 24 * HOUR_MS, 5 / 7.0)),
                        List.of(gaussian("machines", 20, 15, 1)),
                        List.of(WRONG_TIME_OF_DAY, SPIKE, DRIFT, LOST_RHYTHM)),
                new SeriesRecipe(
                        "week-1h-counts",
                        Grid.regular(HOUR, 4500),
                        WEEKLY,
                        List.of(count("calls", 90, 85), count("complaints", 5, 4)),
                        List.of(WRONG_TIME_OF_DAY, SPIKE, SILENCE, LOST_RHYTHM)),
                new SeriesRecipe(
                        "week-1h-percent",
                        Grid.regular(HOUR, 4500),
                        WEEKLY,
                        List.of(share("availability", 103, -1, 1), share("use", 55, 35, 2.5)),
                        List.of(DIP, WRONG_TIME_OF_DAY, LEVEL_SHIFT)),
                new SeriesRecipe(
                        "week-1d",
                        Grid.regular(DAY, 1500),
                        Demand.of(new DaysOfWeek()),
                        List.of(new SimulatedFeature("revenue", 9000, 5000, new LogNormalNoise(0.06))),
                        List.of(SPIKE, WRONG_TIME_OF_DAY, LEVEL_SHIFT, DIP)));
    }

    private static List<SeriesRecipe> without() {
        return List.of(
                new SeriesRecipe(
                        "none-10s",
                        Grid.regular(TEN_SECONDS, 6000),
                        new Demand(new Steady(), 0.4, 0.95),
                        List.of(gaussian("voltage", 230, 4, 0.3), gaussian("current", 16, -3, 0.2)),
                        List.of(BROKEN_CORRELATION, SPIKE, LEVEL_SHIFT, FLAT_LINE, DRIFT)),
                new SeriesRecipe(
                        "none-30s-irregular",
                        Grid.irregular(Duration.ofSeconds(30), 5000),
                        new Demand(new Steady(), 0.3, 0.9),
                        List.of(
                                gaussian("x", 0, 3, 0.5),
                                gaussian("y", 10, 2, 0.4),
                                gaussian("z", -5, 4, 0.6),
                                gaussian("speed", 80, 5, 1),
                                gaussian("fuel", 40, -2, 0.5)),
                        List.of(SPIKE, FLAT_LINE, DIP, LEVEL_SHIFT, DRIFT)),
                new SeriesRecipe(
                        "none-1m-errors",
                        Grid.regular(MINUTE, 6000),
                        NONE,
                        List.of(new SimulatedFeature("errors", 0.4, 0, new RareErrors(0.01))),
                        List.of(SPIKE, LEVEL_SHIFT)),
                new SeriesRecipe(
                        "none-1m-heavy",
                        Grid.regular(MINUTE, 6000),
                        NONE,
                        List.of(
                                new SimulatedFeature("latency", 50, 0, new LogNormalNoise(0.5)),
                                new SimulatedFeature("skew", 0, 0, new StudentNoise(1)),
                                new SimulatedFeature("queue", 20, 0, new StudentNoise(2))),
                        List.of(SPIKE, LEVEL_SHIFT, FLAT_LINE, DRIFT)),
                new SeriesRecipe(
                        "none-5m-percent",
                        Grid.regular(Duration.ofMinutes(5), 6000),
                        NONE,
                        List.of(share("success", 103, 0, 1.5)),
                        List.of(DIP, LEVEL_SHIFT, DRIFT)),
                new SeriesRecipe(
                        "none-1d",
                        Grid.regular(DAY, 1200),
                        NONE,
                        List.of(gaussian("stock", 400, 0, 12), count("returns", 30, 0)),
                        List.of(SPIKE, LEVEL_SHIFT, DIP, DRIFT)));
    }

    private static SimulatedFeature gaussian(String name, double level, double swing, double deviation) {
        return new SimulatedFeature(name, level, swing, new GaussianNoise(deviation));
    }

    private static SimulatedFeature count(String name, double level, double swing) {
        return new SimulatedFeature(name, level, swing, new PoissonCount());
    }

    private static SimulatedFeature share(String name, double level, double swing, double deviation) {
        return new SimulatedFeature(name, level, swing, new CappedShare(deviation));
    }
}
