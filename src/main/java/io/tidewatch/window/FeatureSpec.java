package io.tidewatch.window;

/**
 * One feature as the detector knows it.
 *
 * @param name as it stands in alerts, unique within the detector
 * @param aggregate how its values inside one step become one number
 */
public record FeatureSpec(String name, Aggregate aggregate) {}
