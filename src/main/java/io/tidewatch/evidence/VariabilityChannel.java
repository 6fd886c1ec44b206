package io.tidewatch.evidence;

/**
 * How much more the values move than they usually do; see {@link io.tidewatch.window.Variability}. For a single
 * feature, which few channels measure, also how much less.
 */
final class VariabilityChannel extends MovementChannel {
    @Override
    public String name() {
        return "variability";
    }

    @Override
    boolean takes(float octaves, int features) {
        return octaves > 0 || features == 1 && !Float.isNaN(octaves);
    }
}
