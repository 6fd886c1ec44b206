package io.tidewatch.window;

/**
 * Says which deviations of a feature from its expected value count: by direction and size.
 *
 * @param direction which way a value must deviate
 * @param ignoreBelow smallest deviation that counts, in the feature's unit; 0: any
 * @param ignoreBelowShare smallest deviation that counts, as a share of the expected value's magnitude; 0: any
 */
public record DeviationFilter(Direction direction, double ignoreBelow, double ignoreBelowShare) {

    /** The ways to deviate. */
    public enum Direction {
        BOTH,
        /** Above what was expected. */
        UP,
        /** Below what was expected. */
        DOWN
    }

    /** Every deviation, which is what a feature has unless configured. */
    public static final DeviationFilter ANY = new DeviationFilter(Direction.BOTH, 0, 0);

    public DeviationFilter {
        if (!(ignoreBelow >= 0 && ignoreBelow < Double.POSITIVE_INFINITY)
                || !(ignoreBelowShare >= 0 && ignoreBelowShare < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("smallest deviation must be 0 or more, and finite: " + ignoreBelow + ", "
                    + ignoreBelowShare + " of the expected value");
        }
    }

    /** Whether the direction of a signed deviation is watched; NaN and 0 have no direction, and pass. */
    public boolean watches(double deviation) {
        return switch (direction) {
            case BOTH -> true;
            case UP -> !(deviation < 0);
            case DOWN -> !(deviation > 0);
        };
    }

    /**
     * Whether a deviation is too small to count.
     *
     * @param deviation in the feature's unit; NaN is not too small
     * @param expected in the feature's unit
     */
    public boolean ignores(double deviation, double expected) {
        double magnitude = Math.abs(deviation);
        return magnitude < ignoreBelow || magnitude < ignoreBelowShare * Math.abs(expected);
    }

    /** Whether the deviation of an actual value from the expected one counts, both in the feature's unit. */
    public boolean covers(double actual, double expected) {
        double deviation = actual - expected;
        return watches(deviation) && !ignores(deviation, expected);
    }
}
