package io.tidewatch.evidence;

/**
 * How much less the values move than they usually do. Apart from {@link VariabilityChannel}, because what hardly moves each
 * night would make twice the movement look usual.
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
