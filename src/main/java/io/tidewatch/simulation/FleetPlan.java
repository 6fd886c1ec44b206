package io.tidewatch.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plans which anomaly happens to which server, and when. */
final class FleetPlan {
    /** Steps before the first and after the last anomaly of a server. */
    private static final int MARGIN_STEPS = 20;

    /** Of all types in turn, steps of ten minutes. */
    private static final double MEAN_LENGTH = 28;

    /** A context that is violated by less can hardly be told from noise; standard deviations. */
    private static final double LEAST_CONTRAST = 6;

    /** The rhythm of the day must be gone for so long to be missed. */
    private static final double LOST_RHYTHM_DAYS = 0.25;

    private static final List<Integer> ALL = List.of(Server.REQUESTS, Server.CPU, Server.LATENCY, Server.ERRORS);

    private final FleetSpec spec;
    private final Random random;
    private final long stepMs;
    private int turn;

    FleetPlan(FleetSpec spec, Random random) {
        this.spec = spec;
        this.random = random;
        this.stepMs = spec.step().toMillis();
    }

    /** The anomalies of one server in the watched time, by onset. */
    List<InjectedAnomaly> of(Server server) {
        return of(
                server,
                new Span(spec.watchedFromMs(), spec.watched().toMillis() / stepMs),
                spec.anomalies().stepsBetween());
    }

    /** What is wrong with one server in the normal time nevertheless, by onset. */
    List<InjectedAnomaly> contaminating(Server server) {
        double share = spec.anomalies().contamination();
        // Between two of them lies the distance and, on average, a quarter of it.
        int between = share == 0 ? 0 : (int) Math.max(1, MEAN_LENGTH * (1 - share) / share / 1.25);
        return share == 0
                ? List.of()
                : of(server, new Span(spec.startMs(), spec.normal().toMillis() / stepMs), between);
    }

    /** A time in which anomalies may come. */
    private record Span(long fromMs, long steps) {}

    private List<InjectedAnomaly> of(Server server, Span span, int between) {
        List<AnomalyType> types = spec.anomalies().types();
        long room = span.steps() - MARGIN_STEPS;
        List<InjectedAnomaly> planned = new ArrayList<>();
        long at = MARGIN_STEPS + random.nextInt(1 + between / 2);
        while (!types.isEmpty() && at < room) {
            AnomalyType type = types.get(turn++ % types.size());
            int length = length(type);
            at = type == AnomalyType.WRONG_TIME_OF_DAY ? withContrast(server, span, at, length) : at;
            if (at + length > room) {
                break;
            }
            planned.add(anomaly(server, type, timeMs(span, at), timeMs(span, at + length)));
            at += length + between + random.nextInt(1 + between / 2);
        }
        return planned;
    }

    private long timeMs(Span span, long step) {
        return span.fromMs() + step * stepMs;
    }

    private int length(AnomalyType type) {
        return switch (type) {
            case SPIKE, DIP -> 1;
            case WRONG_TIME_OF_DAY, BROKEN_CORRELATION, EVENT_BURST -> 6 + random.nextInt(6);
            case FLAT_LINE, SILENCE -> 24 + random.nextInt(12);
            case LEVEL_SHIFT, DRIFT, FREQUENCY_CHANGE -> 36 + random.nextInt(24);
            case LOST_RHYTHM -> (int) (LOST_RHYTHM_DAYS * Server.DAY_MS / stepMs) + random.nextInt(24);
        };
    }

    private InjectedAnomaly anomaly(Server server, AnomalyType type, long onsetMs, long endMs) {
        List<Integer> features =
                switch (type) {
                    case SPIKE -> List.of(random.nextInt(Server.FEATURES));
                    case DIP, FLAT_LINE, LEVEL_SHIFT, DRIFT -> List.of(random.nextInt(Server.ERRORS));
                    case BROKEN_CORRELATION, FREQUENCY_CHANGE -> List.of(Server.CPU);
                    case WRONG_TIME_OF_DAY, LOST_RHYTHM, SILENCE, EVENT_BURST -> ALL;
                };
        double magnitude =
                switch (type) {
                    case SPIKE -> between(12, 20);
                    case DIP -> between(10, 16);
                    case LEVEL_SHIFT -> between(8, 14);
                    case DRIFT -> between(12, 18);
                    case FREQUENCY_CHANGE -> between(2.2, 2.8);
                    // One event or many is plain to see; where events come by chance, so much is 5 to 9 deviations.
                    case EVENT_BURST -> spec.behaviour().eventsPerStep() == 1 ? 8 + random.nextInt(7) : between(2.2, 3);
                    case WRONG_TIME_OF_DAY -> contrast(server, onsetMs, endMs);
                    case BROKEN_CORRELATION -> brokenBy(server);
                    case LOST_RHYTHM -> lostBy(server, onsetMs, endMs);
                    case FLAT_LINE, SILENCE -> 0;
                };
        return new InjectedAnomaly(server.name(), type, features, magnitude, onsetMs, endMs);
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** The first step from which another time of the day differs enough, all along. */
    private long withContrast(Server server, Span span, long from, int length) {
        long at = from;
        while (at + length <= span.steps() - MARGIN_STEPS
                && contrast(server, timeMs(span, at), timeMs(span, at + length)) < LEAST_CONTRAST) {
            at++;
        }
        return at;
    }

    private double contrast(Server server, long onsetMs, long endMs) {
        double least = Double.POSITIVE_INFINITY;
        for (long time = onsetMs; time < endMs; time += stepMs) {
            double usual = server.demand(time);
            double other = server.demandOfOtherTime(time);
            double noise = server.noise(Server.REQUESTS, Math.max(usual, other));
            least = Math.min(
                    least,
                    Math.abs(server.usual(Server.REQUESTS, other) - server.usual(Server.REQUESTS, usual)) / noise);
        }
        return least;
    }

    private static double brokenBy(Server server) {
        double moved = server.usual(Server.CPU, FleetFault.halfTheRange(server)) - server.usual(Server.CPU, 0);
        return moved / server.noise(Server.CPU, server.highestDemand());
    }

    private double lostBy(Server server, long onsetMs, long endMs) {
        double most = 0;
        for (long time = onsetMs; time < endMs; time += stepMs) {
            double usual = server.demand(time);
            double mean = server.share(time);
            double lost = Math.abs(server.usual(Server.REQUESTS, usual) - server.usual(Server.REQUESTS, mean));
            most = Math.max(most, lost / server.noise(Server.REQUESTS, Math.max(usual, mean)));
        }
        return most;
    }
}
