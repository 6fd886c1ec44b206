package io.tidewatch.event;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One observation of one entity: the numbers and the context that the configuration asked for. */
public final class Event implements Extraction {
    /**
     * Largest value that is not cut. What is measured is never as large; but garbage may be, and where it is
     * compared with what is usual, single precision must hold it: it would be missing there, and missed.
     */
    static final double LARGEST = 1e30;

    private final String entity;
    private final long timestampMs;
    private final double[] values;
    private final @Nullable String[] categories;

    /**
     * @param entity whose observation this is, not empty
     * @param timestampMs event time, epoch milliseconds
     * @param values one per configured feature, in their order; NaN is missing (infinite
     *     becomes missing; beyond ±1e30 counts as that)
     * @param categories one per configured category field, in their order; null is missing
     */
    public Event(String entity, long timestampMs, double[] values, @Nullable String[] categories) {
        this(values.clone(), categories.clone(), entity, timestampMs);
    }

    /** Takes the arrays over. */
    private Event(double[] values, @Nullable String[] categories, String entity, long timestampMs) {
        if (entity.isEmpty()) {
            throw new IllegalArgumentException("entity is empty");
        }
        this.entity = entity;
        this.timestampMs = timestampMs;
        this.values = values;
        for (int i = 0; i < values.length; i++) {
            if (Double.isInfinite(values[i])) {
                values[i] = Double.NaN;
            } else if (Math.abs(values[i]) > LARGEST) {
                values[i] = Math.copySign(LARGEST, values[i]);
            }
        }
        this.categories = categories;
    }

    /** An event that keeps the arrays it is given: one is made of every record, and nobody else holds them. */
    static Event keeping(String entity, long timestampMs, double[] values, @Nullable String[] categories) {
        return new Event(values, categories, entity, timestampMs);
    }

    /** An event without category fields. */
    public Event(String entity, long timestampMs, double... values) {
        this(entity, timestampMs, values, new String[0]);
    }

    public String entity() {
        return entity;
    }

    /** Event time, epoch milliseconds. */
    public long timestampMs() {
        return timestampMs;
    }

    public int features() {
        return values.length;
    }

    /** The value of a feature; NaN when it is missing, never infinite. */
    public double value(int feature) {
        return values[feature];
    }

    public int categories() {
        return categories.length;
    }

    /** The value of a category field; null when it is missing. */
    public @Nullable String category(int field) {
        return categories[field];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event that
                && entity.equals(that.entity)
                && timestampMs == that.timestampMs
                && Arrays.equals(values, that.values)
                && Arrays.equals(categories, that.categories);
    }

    @Override
    public int hashCode() {
        return Objects.hash(entity, timestampMs, Arrays.hashCode(values), Arrays.hashCode(categories));
    }

    @Override
    public String toString() {
        return "Event[" + entity + " @" + timestampMs + " " + Arrays.toString(values) + " "
                + Arrays.toString(categories) + "]";
    }
}
