package io.tidewatch.model;

/**
 * How normalised values of a feature become values in its own unit: {@code median + scale · sinh(u)}.
 *
 * @param median usual centre over the entities trained on, in the feature's unit
 * @param scale usual scale over those entities, in the feature's unit
 */
public record FeatureUnit(double median, double scale) {

    public FeatureUnit {
        if (!Double.isFinite(median) || !(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("no unit: median " + median + ", scale " + scale);
        }
    }

    /** The value that is u when normalised. */
    public double denormalise(double u) {
        return median + scale * Math.sinh(u);
    }
}
