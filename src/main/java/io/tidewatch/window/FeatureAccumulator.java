package io.tidewatch.window;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The running aggregate of one feature inside one open step. */
final class FeatureAccumulator {
    private final Aggregate aggregate;
    private int count;
    private double value;
    private final @Nullable QuantileEstimate quantile;

    FeatureAccumulator(Aggregate aggregate) {
        this.aggregate = aggregate;
        this.quantile = aggregate.kind() == Aggregate.Kind.QUANTILE ? new QuantileEstimate(aggregate.quantile()) : null;
    }

    /** Adds one value; NaN is missing and leaves the aggregate as it is. */
    void add(double x) {
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
            case QUANTILE -> {
                if (quantile != null) {
                    quantile.add(x);
                }
            }
        }
    }

    /** The aggregate; without any value 0 for a sum or a count (nothing adds up to nothing), NaN otherwise. */
    double result() {
        if (count == 0) {
            return aggregate.kind() == Aggregate.Kind.SUM || aggregate.kind() == Aggregate.Kind.COUNT ? 0 : Double.NaN;
        }
        return quantile != null ? quantile.estimate() : value;
    }

    void write(ByteBuffer out) {
        VarInt.writeUnsigned(out, count);
        out.putDouble(value);
        if (quantile != null) {
            quantile.write(out);
        }
    }

    static FeatureAccumulator read(Aggregate aggregate, ByteBuffer in) {
        FeatureAccumulator accumulator = new FeatureAccumulator(aggregate);
        accumulator.count = VarInt.readUnsigned(in);
        accumulator.value = in.getDouble();
        if (accumulator.quantile != null) {
            accumulator.quantile.read(in);
        }
        return accumulator;
    }
}
