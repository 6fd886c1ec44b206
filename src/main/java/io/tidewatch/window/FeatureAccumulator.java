package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import io.tidewatch.math.QuantileEstimate;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The running aggregate of one feature inside one open step. */
final class FeatureAccumulator {
    private final Aggregate aggregate;
    private int count;
    private double value;
    /** Time of the newest value, epoch milliseconds; known of a counter only. */
    private long newestMs = Long.MIN_VALUE;

    private final @Nullable QuantileEstimate quantile;

    FeatureAccumulator(Aggregate aggregate) {
        this.aggregate = aggregate;
        this.quantile = aggregate.kind() == Aggregate.Kind.QUANTILE ? new QuantileEstimate(aggregate.quantile()) : null;
    }

    /**
     * @param x NaN is missing and leaves the aggregate as it is
     * @param timeMs of its event, epoch milliseconds
     */
    void add(double x, long timeMs) {
        if (Double.isNaN(x)) {
            return;
        }
        count++;
        switch (aggregate.kind()) {
            case MEAN -> value += (x - value) / count;
            case SUM -> value += x;
            case MIN -> value = count == 1 ? x : Math.min(value, x);
            case MAX -> value = count == 1 ? x : Math.max(value, x);
            case LAST -> value = x;
            case COUNT -> value = count;
            case RATE -> addCounter(x, timeMs);
            case QUANTILE -> {
                if (quantile != null) {
                    quantile.add(x);
                }
            }
        }
    }

    /** Of two values with the same time the higher one is newer, since a counter grows. */
    private void addCounter(double x, long timeMs) {
        if (timeMs > newestMs || timeMs == newestMs && x > value) {
            newestMs = timeMs;
            value = x;
        }
    }

    /**
     * The value of the feature in the closing step.
     *
     * @param counters of its entity
     */
    double close(int feature, Counters counters) {
        return aggregate.isRate() ? counters.rate(feature, result(), newestMs) : result();
    }

    /**
     * The aggregate, of a rate the counter's newest value; without any value 0 for a sum or a count (nothing adds up to
     * nothing), NaN otherwise.
     */
    double result() {
        if (count == 0) {
            return aggregate.kind() == Aggregate.Kind.SUM || aggregate.kind() == Aggregate.Kind.COUNT ? 0 : Double.NaN;
        }
        return quantile != null ? quantile.estimate() : value;
    }

    void write(ByteBuffer out) {
        VarInt.writeUnsigned(out, count);
        out.putDouble(value);
        if (aggregate.isRate()) {
            out.putLong(newestMs);
        }
        if (quantile != null) {
            quantile.write(out);
        }
    }

    static FeatureAccumulator read(Aggregate aggregate, ByteBuffer in) {
        FeatureAccumulator accumulator = new FeatureAccumulator(aggregate);
        accumulator.count = VarInt.readUnsigned(in);
        accumulator.value = in.getDouble();
        if (aggregate.isRate()) {
            accumulator.newestMs = in.getLong();
        }
        if (accumulator.quantile != null) {
            accumulator.quantile.read(in);
        }
        return accumulator;
    }
}
