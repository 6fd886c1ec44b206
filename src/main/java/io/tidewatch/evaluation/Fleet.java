package io.tidewatch.evaluation;

import io.tidewatch.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A simulated fleet of web servers: requests follow the hour of the day, CPU and latency follow the requests, each server
 * with its own level, phase and noise; and a plan of labelled anomalies. The same spec gives the same events.
 */
public final class Fleet {
    /** What every event carries, in order. */
    public static final List<String> FEATURES = List.of("requests", "cpu", "latency_ms", "errors");

    private static final int REQUESTS = 0;
    private static final int CPU = 1;
    private static final int LATENCY = 2;
    private static final int ERRORS = 3;

    private static final double DAY_MS = 86_400_000;

    /** Steps between two anomalies of one entity, so that their alerts can be told apart. */
    private static final int STEPS_BETWEEN = 200;

    /** Share of the entities that something happens to. */
    private static final double TROUBLED_SHARE = 0.6;

    private final FleetSpec spec;
    private final List<Server> servers = new ArrayList<>();
    private final List<InjectedAnomaly> anomalies = new ArrayList<>();

    public Fleet(FleetSpec spec) {
        this.spec = spec;
        Random random = new Random(spec.seed());
        for (int i = 0; i < spec.entities(); i++) {
            servers.add(new Server(String.format(Locale.ROOT, "web-%02d", i + 1), new Random(random.nextLong())));
        }
        plan(random);
    }

    /** The anomalies that the events will hold, by onset. */
    public List<InjectedAnomaly> anomalies() {
        return List.copyOf(anomalies);
    }

    /** Generates all events from the start until the end, in the order of time. */
    public void events(Consumer<Event> out) {
        for (long timeMs = spec.startMs();
                timeMs < spec.endMs();
                timeMs += spec.step().toMillis()) {
            step(timeMs, out);
        }
    }

    /** Generates the events of one step; steps must come in order. */
    public void step(long timeMs, Consumer<Event> out) {
        for (Server server : servers) {
            double[] values = server.normal(timeMs);
            boolean silent = false;
            for (InjectedAnomaly anomaly : anomalies) {
                if (anomaly.entity().equals(server.name) && anomaly.covers(timeMs)) {
                    silent |= anomaly.type() == AnomalyType.SILENCE;
                    server.disturb(values, anomaly, timeMs, spec.step().toMillis());
                }
            }
            if (!silent) {
                out.accept(new Event(server.name, timeMs, values));
            }
        }
    }

    public FleetSpec spec() {
        return spec;
    }

    private void plan(Random random) {
        long stepMs = spec.step().toMillis();
        long room = spec.watched().toMillis() / stepMs;
        AnomalyType[] types = AnomalyType.values();
        int next = 0;
        int troubled = Math.max(1, (int) (TROUBLED_SHARE * servers.size()));
        for (int s = 0; s < troubled; s++) {
            long at = 20 + random.nextInt(STEPS_BETWEEN / 2);
            while (true) {
                AnomalyType type = types[next++ % types.length];
                int length = length(type, random);
                if (at + length + 20 > room) {
                    break;
                }
                long onsetMs = spec.watchedFromMs() + at * stepMs;
                anomalies.add(new InjectedAnomaly(
                        servers.get(s).name, type, feature(type, random), onsetMs, onsetMs + length * stepMs));
                at += length + STEPS_BETWEEN + random.nextInt(STEPS_BETWEEN / 2);
            }
        }
        anomalies.sort(java.util.Comparator.comparingLong(InjectedAnomaly::onsetMs));
    }

    private static int length(AnomalyType type, Random random) {
        return switch (type) {
            case SPIKE, DIP -> 1;
            case WRONG_TIME_OF_DAY, BROKEN_CORRELATION -> 6 + random.nextInt(6);
            case FLAT_LINE, SILENCE -> 24 + random.nextInt(12);
            case LEVEL_SHIFT, DRIFT -> 36 + random.nextInt(24);
        };
    }

    private static int feature(AnomalyType type, Random random) {
        return switch (type) {
            case SPIKE -> random.nextInt(FEATURES.size());
            case DIP, FLAT_LINE, LEVEL_SHIFT, DRIFT -> random.nextInt(3);
            case BROKEN_CORRELATION -> CPU;
            case WRONG_TIME_OF_DAY, SILENCE -> -1;
        };
    }

    /** One server: its own level, phase and noise. */
    private static final class Server {
        private final String name;
        private final Random random;
        private final double level;
        private final double swing;
        private final double phaseMs;
        private final double[] wander = new double[3];
        private final double[] frozen = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};

        private Server(String name, Random random) {
            this.name = name;
            this.random = random;
            this.level = 200 * Math.exp(0.6 * random.nextGaussian());
            this.swing = 0.45 + 0.15 * random.nextDouble();
            this.phaseMs = random.nextGaussian() * 3_600_000;
        }

        private double demand(double timeMs) {
            double day = 2 * Math.PI * (timeMs + phaseMs) / DAY_MS;
            return 1 - swing * Math.cos(day) + 0.12 * Math.sin(2 * day);
        }

        private double[] normal(long timeMs) {
            for (int i = 0; i < wander.length; i++) {
                wander[i] = 0.7 * wander[i] + 0.3 * random.nextGaussian();
            }
            double requests = level * demand(timeMs) * (1 + 0.06 * wander[0]);
            return values(requests, wander[1], wander[2], random.nextDouble());
        }

        private double[] values(double requests, double cpuNoise, double latencyNoise, double luck) {
            double load = requests / level;
            double cpu = Math.min(100, 12 + 26 * load + 1.5 * cpuNoise);
            double latency = 20 + 18 * load * load + 2.5 * latencyNoise;
            double errors = Math.floor(requests * 0.004 + 2 * luck);
            return new double[] {requests, cpu, latency, errors};
        }

        private void disturb(double[] values, InjectedAnomaly anomaly, long timeMs, long stepMs) {
            int f = anomaly.feature();
            double progress = (timeMs - anomaly.onsetMs()) / (double) (anomaly.endMs() - anomaly.onsetMs());
            switch (anomaly.type()) {
                case SPIKE -> values[f] = f == ERRORS ? values[f] + 60 : values[f] * 3.5 + 40;
                case DIP -> values[f] *= 0.05;
                case WRONG_TIME_OF_DAY -> {
                    double requests = level * demand(timeMs + DAY_MS / 2) * (1 + 0.06 * wander[0]);
                    System.arraycopy(values(requests, wander[1], wander[2], 0.5), 0, values, 0, values.length);
                }
                case BROKEN_CORRELATION -> {
                    double load = values[REQUESTS] / level;
                    values[CPU] = 12 + 26 * (2 - load) + 1.5 * wander[1] + (Math.abs(load - 1) < 0.3 ? 22 : 0);
                }
                case FLAT_LINE -> {
                    if (timeMs - anomaly.onsetMs() < stepMs) {
                        frozen[f] = values[f];
                    }
                    values[f] = frozen[f];
                }
                case LEVEL_SHIFT -> values[f] *= f == LATENCY ? 1.8 : 1.6;
                case DRIFT -> values[f] *= 1 + 1.2 * progress;
                case SILENCE -> {}
            }
        }
    }
}
