package io.tidewatch.detector;

import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;

/**
 * The origin of a feature's numbers. What was learned from one feature may be used for another only if their origins
 * are equal.
 *
 * @param name as it stands in alerts
 * @param aggregate how its values inside one step become one number
 * @param field path of these values in a record; empty where events are counted
 */
public record MeasuredFeature(String name, Aggregate aggregate, String field) {

    /** Name with aggregate and, where it differs from the name, field; for people: {@code cpu (p99) of host.cpu}. */
    public String text() {
        return spec().text() + (field.equals(name) || field.isEmpty() ? "" : " of " + field);
    }

    /** The feature as the detector knows it, without a deviation filter. */
    FeatureSpec spec() {
        return new FeatureSpec(name, aggregate);
    }

    /** In one line, of aggregate, field and name: only a name may have spaces, and none has a line's end. */
    String write() {
        return aggregate.text() + " " + field + " " + name;
    }

    /** @throws IllegalArgumentException when {@link #write} has not written it */
    static MeasuredFeature read(String written) {
        String[] parts = written.split(" ", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("'" + written + "' is not aggregate, field and name of a feature");
        }
        return new MeasuredFeature(parts[2], Aggregate.parse(parts[0]), parts[1]);
    }
}
