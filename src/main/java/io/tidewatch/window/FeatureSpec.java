package io.tidewatch.window;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One feature as the detector knows it.
 *
 * @param name as it stands in alerts, unique within the detector
 * @param aggregate how its values inside one step become one number
 * @param filter which of its deviations may raise an alert
 */
public record FeatureSpec(String name, Aggregate aggregate, DeviationFilter filter) {

    /** A feature without a deviation filter. */
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

    /** The feature as a model knows it: without the deviation filter, which may change without another training. */
    public FeatureSpec asMeasured() {
        return new FeatureSpec(name, aggregate);
    }
}
