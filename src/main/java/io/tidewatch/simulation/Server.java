package io.tidewatch.simulation;

import java.util.Random;

/**
 * The normal behaviour of one simulated server: its own level, swing and phase of the day, jobs of a short rhythm, and
 * noise that remembers. Requests cause load; CPU is linear in load, latency grows with its square, errors are
 * Poisson in the
 * requests. Computed with {@link StrictMath}, so that every machine gets the same numbers.
 */
final class Server {
    static final int REQUESTS = 0;
    static final int CPU = 1;
    static final int LATENCY = 2;
    static final int ERRORS = 3;
    static final int FEATURES = 4;

    /** Steps of one cycle of the jobs. */
    static final int JOB_STEPS = 12;

    static final double DAY_MS = 86_400_000;

    private static final double LOAD_NOISE = 0.03;
    private static final double CPU_IDLE = 12;
    private static final double CPU_PER_LOAD = 26;
    private static final double CPU_OF_JOBS = 2.8;
    private static final double CPU_NOISE = 0.8;
    private static final double LATENCY_IDLE = 20;
    private static final double LATENCY_PER_LOAD = 18;
    private static final double LATENCY_NOISE = 1.2;
    private static final double ERRORS_PER_REQUEST = 0.004;
    private static final double MEMORY = 0.7;

    /** What the second regime adds; some eight standard deviations of the noise, CPU and latency together. */
    private static final double BUSY_CPU = 9;

    private static final double BUSY_LATENCY = 12;

    /** Mean length of a stay in the second regime, steps. */
    private static final double BUSY_STEPS = 60;

    private final String name;
    private final FleetSpec.Behaviour behaviour;
    private final long startMs;
    private final double level;
    private final double swing;
    private final double phaseMs;
    private final double lowestDemand;
    private final double highestDemand;
    private final Random random;
    /** Noise that remembers, of standard deviation 1: of requests, CPU, latency. */
    private final double[] wander = new double[3];

    /** Lots for what plain behaviour does not need, so that it stays the same without. */
    private final Random extra;

    private double luck;
    private boolean busy;

    Server(String name, FleetSpec spec, Random random) {
        this.name = name;
        this.behaviour = spec.behaviour();
        this.startMs = spec.startMs();
        this.random = random;
        this.extra = new Random(31 * spec.seed() + name.hashCode());
        this.level = 200 * StrictMath.exp(0.6 * random.nextGaussian());
        this.swing = 0.45 + 0.15 * random.nextDouble();
        this.phaseMs = random.nextGaussian() * 3_600_000;
        double lowest = Double.POSITIVE_INFINITY;
        double highest = 0;
        for (int quarter = 0; quarter < 96; quarter++) {
            double demand = demandOfDay(quarter * DAY_MS / 96);
            lowest = Math.min(lowest, demand);
            highest = Math.max(highest, demand);
        }
        this.lowestDemand = lowest;
        this.highestDemand = highest;
    }

    String name() {
        return name;
    }

    /** Draws the noise of the next step. */
    void advance() {
        for (int i = 0; i < wander.length; i++) {
            wander[i] = MEMORY * wander[i] + StrictMath.sqrt(1 - MEMORY * MEMORY) * random.nextGaussian();
        }
        luck = random.nextDouble();
        double share = behaviour.busyShare();
        // Stays are as long as they are; the breaks between them make up the share.
        double leave = busy ? 1 / BUSY_STEPS : share / ((1 - share) * BUSY_STEPS);
        busy ^= share > 0 && extra.nextDouble() < leave;
    }

    /** Events of a step of which nothing is wrong, times a factor. */
    int events(double factor) {
        double mean = behaviour.eventsPerStep() * factor;
        if (behaviour.eventsPerStep() == 1 || factor == 0) {
            return (int) mean;
        }
        return (int) Math.max(1, StrictMath.round(mean + StrictMath.sqrt(mean) * extra.nextGaussian()));
    }

    /** Usual demand at a time; its mean over a working day is 1. */
    double demand(double timeMs) {
        return demandOfDay(timeMs - behaviour.lasting().laterMs(timeMs - startMs)) * share(timeMs);
    }

    /** Demand half a day away, of the same kind of day. */
    double demandOfOtherTime(double timeMs) {
        return demandOfDay(timeMs + DAY_MS / 2) * share(timeMs);
    }

    /** Demand of a day as a share of the first working day's. */
    double share(double timeMs) {
        double days = StrictMath.floor((timeMs + phaseMs) / DAY_MS);
        // Day 0 of the epoch is a Thursday.
        double weekday = (days + 3) % 7;
        double growth = StrictMath.pow(1 + behaviour.growthPerDay(), (timeMs - startMs) / DAY_MS);
        LastingChange lasting = behaviour.lasting();
        boolean weekend = weekday >= 5 || lasting.holiday(timeMs - startMs);
        return growth * lasting.factor(timeMs - startMs) * (weekend ? behaviour.weekendDemand() : 1);
    }

    private double demandOfDay(double timeMs) {
        double day = 2 * Math.PI * (timeMs + phaseMs) / DAY_MS;
        return 1 - swing * StrictMath.cos(day) + 0.12 * StrictMath.sin(2 * day);
    }

    /** Lowest demand of a working day. */
    double lowestDemand() {
        return lowestDemand;
    }

    /** Lowest demand of any day of the week: below it, nothing is normal. */
    double lowestDemandOfWeek() {
        return lowestDemand * behaviour.weekendDemand();
    }

    /** Highest demand of a working day. */
    double highestDemand() {
        return highestDemand;
    }

    /**
     * The values of this step.
     *
     * @param demand that the requests follow
     * @param cpuDemandShift demand that only the CPU feels
     * @param jobCycles where the short rhythm is, cycles
     */
    double[] values(double demand, double cpuDemandShift, double jobCycles) {
        double requests = level * demand * (1 + LOAD_NOISE * wander[0]);
        double load = requests / level;
        double jobs = CPU_OF_JOBS * StrictMath.sin(2 * Math.PI * jobCycles);
        double cpu = CPU_IDLE
                + CPU_PER_LOAD * (load + cpuDemandShift)
                + jobs
                + CPU_NOISE * wander[1]
                + (busy ? BUSY_CPU : 0);
        double latency =
                LATENCY_IDLE + LATENCY_PER_LOAD * load * load + LATENCY_NOISE * wander[2] + (busy ? BUSY_LATENCY : 0);
        return new double[] {requests, Math.min(100, cpu), latency, poisson(ERRORS_PER_REQUEST * requests)};
    }

    /** The value of a feature at a demand, without noise and jobs. */
    double usual(int feature, double demand) {
        return switch (feature) {
            case REQUESTS -> level * demand;
            case CPU -> CPU_IDLE + CPU_PER_LOAD * demand;
            case LATENCY -> LATENCY_IDLE + LATENCY_PER_LOAD * demand * demand;
            default -> ERRORS_PER_REQUEST * level * demand;
        };
    }

    /** How far jobs move a feature. */
    double jobs(int feature) {
        return feature == CPU ? CPU_OF_JOBS : 0;
    }

    /** How far the second regime lifts a feature; 0 without one. */
    double busy(int feature) {
        if (behaviour.busyShare() == 0) {
            return 0;
        }
        return feature == CPU ? BUSY_CPU : feature == LATENCY ? BUSY_LATENCY : 0;
    }

    /** Standard deviation of the noise of a feature at a demand. */
    double noise(int feature, double demand) {
        double load = LOAD_NOISE * demand;
        return switch (feature) {
            case REQUESTS -> level * load;
            case CPU -> StrictMath.hypot(CPU_PER_LOAD * load, CPU_NOISE);
            case LATENCY -> StrictMath.hypot(2 * LATENCY_PER_LOAD * demand * load, LATENCY_NOISE);
            default -> StrictMath.sqrt(ERRORS_PER_REQUEST * level * demand);
        };
    }

    private double poisson(double mean) {
        double left = luck;
        double probability = StrictMath.exp(-mean);
        int count = 0;
        while (left > probability && count < 10 * mean + 20) {
            left -= probability;
            count++;
            probability *= mean / count;
        }
        return count;
    }
}
