package io.tidewatch.window;

import org.jspecify.annotations.Nullable;

/** One closed step of one entity: a number per feature, and the context it stands in. */
public final class Step {
    private final long startMs;
    private final int events;
    private final double[] values;
    private final @Nullable String[] categories;

    /**
     * @param startMs start of the step, epoch milliseconds
     * @param events how many events it holds; 0 is silence
     * @param values one per feature; NaN is missing
     * @param categories newest value of each category field; null is missing
     */
    Step(long startMs, int events, double[] values, @Nullable String[] categories) {
        this.startMs = startMs;
        this.events = events;
        this.values = values;
        this.categories = categories;
    }

    public long startMs() {
        return startMs;
    }

    public int events() {
        return events;
    }

    /** The value of a feature; NaN when it is missing. */
    public double value(int feature) {
        return values[feature];
    }

    /** The newest value of a category field; null when it is missing. */
    public @Nullable String category(int field) {
        return categories[field];
    }
}
