package io.tidewatch.window;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One feature as the detector knows it.
 *
 * @param name as it stands in alerts, unique within the detector
 * @param aggregate how its values inside one step become one number
 * @param interest which of its deviations may raise an alert
 */
public record FeatureSpec(String name, Aggregate aggregate, DeviationFilter interest) {

    /** A feature of which any deviation is of interest. */
    public FeatureSpec(String name, Aggregate aggregate) {
        this(name, aggregate, DeviationFilter.ANY);
    }

    /** Name with aggregate, for people: {@code cpu (p99)}. */
    public String text() {
        return name + " (" + aggregate.text() + ")";
    }

    /** The {@link #text()} of several, in order. */
    public static String text(List<FeatureSpec> features) {
        return features.stream().map(FeatureSpec::text).collect(Collectors.joining(", "));
    }

    /** What a model knows of it: all but the interest, which may change without another training. */
    public FeatureSpec asMeasured() {
        return new FeatureSpec(name, aggregate);
    }
}
