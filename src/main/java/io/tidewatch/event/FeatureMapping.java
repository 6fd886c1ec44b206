package io.tidewatch.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The index that each feature of a detector had among the detector's earlier features. */
public final class FeatureMapping {
    private static final int NEW = -1;

    private final int[] before;

    private FeatureMapping(int[] before) {
        this.before = before;
    }

    /** From what identifies the features, in both orders. */
    public static <T> FeatureMapping of(List<T> before, List<T> now) {
        // Of what is not there, the index is that of NEW.
        return new FeatureMapping(now.stream().mapToInt(before::indexOf).toArray());
    }

    public int features() {
        return before.length;
    }

    public boolean kept(int feature) {
        return before[feature] != NEW;
    }

    /** The earlier index of a feature that was kept. */
    public int before(int feature) {
        return before[feature];
    }

    /** The same event with the current features; values of new features are missing. */
    public Event event(Event event) {
        double[] values = new double[before.length];
        for (int f = 0; f < values.length; f++) {
            values[f] = kept(f) ? event.value(before[f]) : Double.NaN;
        }
        @Nullable String[] categories = new String[event.categories()];
        for (int c = 0; c < categories.length; c++) {
            categories[c] = event.category(c);
        }
        return new Event(event.entity(), event.timestampMs(), values, categories);
    }
}
