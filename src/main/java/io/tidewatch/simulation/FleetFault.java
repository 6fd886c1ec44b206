package io.tidewatch.simulation;

import java.util.Arrays;

/** One injected anomaly at work on its server. */
final class FleetFault {
    private final InjectedAnomaly anomaly;
    private final long stepMs;
    private final double[] frozen = new double[Server.FEATURES];

    FleetFault(InjectedAnomaly anomaly, long stepMs) {
        this.anomaly = anomaly;
        this.stepMs = stepMs;
        Arrays.fill(frozen, Double.NaN);
    }

    /** Half the range of the demand over a working day. */
    static double halfTheRange(Server server) {
        return (server.highestDemand() - server.lowestDemand()) / 2;
    }

    InjectedAnomaly anomaly() {
        return anomaly;
    }

    /** How many times the usual events a step has. */
    double eventFactor() {
        return switch (anomaly.type()) {
            case SILENCE -> 0;
            case EVENT_BURST -> anomaly.magnitude();
            default -> 1;
        };
    }

    /** The values that the server shows instead of its normal ones. */
    double[] values(Server server, long timeMs) {
        double demand = server.demand(timeMs);
        double jobs = timeMs / (double) (Server.JOB_STEPS * stepMs);
        return switch (anomaly.type()) {
            case WRONG_TIME_OF_DAY -> server.values(server.demandOfOtherTime(timeMs), 0, jobs);
            case LOST_RHYTHM -> server.values(server.share(timeMs), 0, jobs);
            case FREQUENCY_CHANGE -> {
                double since = (timeMs - anomaly.onsetMs()) / (double) (Server.JOB_STEPS * stepMs);
                yield server.values(demand, 0, jobs + (anomaly.magnitude() - 1) * since);
            }
            case BROKEN_CORRELATION -> {
                double share = server.share(timeMs);
                double middle = share * (server.lowestDemand() + server.highestDemand()) / 2;
                double shift = share * halfTheRange(server);
                yield server.values(demand, demand > middle ? -shift : shift, jobs);
            }
            default -> disturbed(server, server.values(demand, 0, jobs), demand, timeMs);
        };
    }

    private double[] disturbed(Server server, double[] values, double demand, long timeMs) {
        double magnitude = anomaly.magnitude();
        for (int f : anomaly.features()) {
            double noise = server.noise(f, demand);
            switch (anomaly.type()) {
                case SPIKE -> values[f] = beyond(server, f, server.highestDemand(), 1);
                case DIP -> values[f] = Math.max(0, beyond(server, f, server.lowestDemandOfWeek(), -1));
                case LEVEL_SHIFT -> values[f] += magnitude * noise;
                case DRIFT -> values[f] += magnitude * noise * progress(timeMs);
                case FLAT_LINE -> {
                    frozen[f] = Double.isNaN(frozen[f]) ? values[f] : frozen[f];
                    values[f] = frozen[f];
                }
                default -> {}
            }
        }
        return values;
    }

    /** Beyond an end of the range of the week, the jobs and the second regime included. */
    private double beyond(Server server, int feature, double demand, int direction) {
        double value = server.usual(feature, demand)
                + direction * (server.jobs(feature) + anomaly.magnitude() * server.noise(feature, demand))
                + (direction > 0 ? server.busy(feature) : 0);
        return feature == Server.ERRORS ? Math.ceil(value) : value;
    }

    /** Share of it that has passed at the end of a step, 0..1. */
    private double progress(long timeMs) {
        return (timeMs + stepMs - anomaly.onsetMs()) / (double) (anomaly.endMs() - anomaly.onsetMs());
    }
}
