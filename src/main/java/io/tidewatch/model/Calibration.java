package io.tidewatch.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * How large each kind of model evidence is on the data a model was trained for: the start of every entity's own
 * calibration.
 *
 * @param quantiles by channel name: values at the probabilities of {@link #LEVELS}, ascending, in units of the
 *     feature's scale
 */
public record Calibration(Map<String, java.util.List<Float>> quantiles) {

    /** The probabilities at which quantiles are kept. */
    public static final java.util.List<Double> LEVELS =
            java.util.List.of(0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999);

    public static final Calibration NONE = new Calibration(Map.of());

    public Calibration {
        Map<String, java.util.List<Float>> copy = new TreeMap<>();
        quantiles.forEach((channel, values) -> {
            if (values.size() != LEVELS.size()) {
                throw new IllegalArgumentException(channel + " has " + values.size() + " quantiles");
            }
            copy.put(channel, java.util.List.copyOf(values));
        });
        quantiles = java.util.Collections.unmodifiableMap(copy);
    }
}
