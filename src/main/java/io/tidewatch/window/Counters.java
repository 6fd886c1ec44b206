package io.tidewatch.window;

import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of each counter of one entity in its closed steps. A counter is a feature with the aggregate {@code
 * rate}: its next value becomes an increase per second.
 *
 * <p>A counter only grows. A lower value than before means that it began again at zero, as after a restart. Its last
 * values before the restart are not known, nor when the restart was. So the rate of that step is missing: any number
 * would be too low, and would raise an alert at each restart.
 */
final class Counters {
    private static final double MS_PER_SECOND = 1_000;

    /** Shared by all entities without counters; never changes. */
    private static final Counters NONE = new Counters(List.of());

    private final List<FeatureSpec> features;
    /** By feature; null: no value yet, or no counter. */
    private final @Nullable Counted[] newest;

    /**
     * A value of a counter.
     *
     * @param timeMs of its event, epoch milliseconds
     */
    private record Counted(long timeMs, double value) {

        /** Increase per second up to a later value; NaN, missing, when that is lower. */
        double rateUntil(Counted next) {
            return next.value < value ? Double.NaN : (next.value - value) * MS_PER_SECOND / (next.timeMs - timeMs);
        }
    }

    private Counters(List<FeatureSpec> features) {
        this.features = features;
        this.newest = new Counted[features.size()];
    }

    /** The counters of a new entity. */
    static Counters of(List<FeatureSpec> features) {
        boolean any = features.stream().anyMatch(feature -> feature.aggregate().isRate());
        return any ? new Counters(features) : NONE;
    }

    /** The same with other features: those that are kept continue, the others start empty. */
    Counters withFeatures(List<FeatureSpec> now, FeatureMapping kept) {
        Counters counters = of(now);
        for (int f = 0; f < counters.newest.length; f++) {
            if (kept.kept(f) && counters.isCounter(f)) {
                counters.newest[f] = newest[kept.before(f)];
            }
        }
        return counters;
    }

    private boolean isCounter(int feature) {
        return features.get(feature).aggregate().isRate();
    }

    /**
     * Turns the newest value of a closing step into a rate.
     *
     * @param value of a counter, which is remembered; NaN is missing
     * @param timeMs of its event, epoch milliseconds
     * @return its increase per second since the newest value before; NaN, missing, when there is none, when the counter
     *     began again, and when the value is not newer: an event that is a step by itself may come late
     */
    double rate(int feature, double value, long timeMs) {
        Counted before = newest[feature];
        if (Double.isNaN(value) || before != null && timeMs <= before.timeMs) {
            return Double.NaN;
        }
        Counted next = new Counted(timeMs, value);
        newest[feature] = next;
        return before == null ? Double.NaN : before.rateUntil(next);
    }

    void write(ByteBuffer out) {
        for (int f = 0; f < newest.length; f++) {
            if (isCounter(f)) {
                Counted counted = newest[f];
                out.put((byte) (counted == null ? 0 : 1));
                if (counted != null) {
                    out.putLong(counted.timeMs);
                    out.putDouble(counted.value);
                }
            }
        }
    }

    void read(ByteBuffer in) {
        for (int f = 0; f < newest.length; f++) {
            if (isCounter(f)) {
                newest[f] = in.get() == 0 ? null : new Counted(in.getLong(), in.getDouble());
            }
        }
    }
}
