package io.tidewatch.learning;

/**
 * How far something is today from what the active model was trained on.
 *
 * @param of a feature's name, or {@value #WINDOW_ERROR}
 * @param distance largest difference of the distribution functions, 0..1; NaN when there are too few windows to say
 * @param p probability of such a distance by chance, 0..1; NaN likewise
 * @param before windows of the training that were compared
 * @param since windows after it that were compared
 */
public record Drift(String of, double distance, double p, int before, int since) {
    /** In place of a feature's name: the error of the model's reconstructions. */
    public static final String WINDOW_ERROR = "window-error";

    /** Largest probability of a drift: looks are many, and several features are looked at each time. */
    private static final double LARGEST_P = 1e-4;

    /** Smallest distance of a drift: of many windows even a difference that matters to nobody is beyond chance. */
    private static final double SMALLEST_DISTANCE = 0.2;

    /** Whether it is more than chance, and enough to matter. */
    public boolean found() {
        return p < LARGEST_P && distance > SMALLEST_DISTANCE;
    }
}
