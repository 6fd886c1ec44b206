package io.tidewatch.evaluation.suite;

import java.util.function.DoubleConsumer;

/** The progress of several parts of equal weight that may run at the same time. */
final class SharedProgress {
    private final int parts;
    private final DoubleConsumer whole;
    private double done;

    SharedProgress(int parts, DoubleConsumer whole) {
        this.parts = parts;
        this.whole = whole;
    }

    /** The progress of one more part, 0..1. */
    DoubleConsumer part() {
        double[] reached = new double[1];
        return share -> {
            synchronized (this) {
                if (share > reached[0]) {
                    done += share - reached[0];
                    reached[0] = share;
                    whole.accept(done / parts);
                }
            }
        };
    }
}
