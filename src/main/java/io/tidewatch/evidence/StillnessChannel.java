package io.tidewatch.evidence;

/**
 * How much less the values move than they usually do. It is calibrated apart from {@link VariabilityChannel}:
 * otherwise, for a feature that hardly moves each night, twice the usual movement would look usual.
 */
final class StillnessChannel extends MovementChannel {
    @Override
    public String name() {
        return "stillness";
    }

    @Override
    boolean takes(float octaves, int features) {
        return octaves <= 0 && features > 1;
    }
}
