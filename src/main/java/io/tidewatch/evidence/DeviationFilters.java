package io.tidewatch.evidence;

import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.FeatureScale;
import io.tidewatch.window.Window;
import java.util.List;

/**
 * Takes out of the evidence what is not of interest.
 *
 * <p>What points in a direction that is not watched is no evidence at all: the other side is learned, and judged, by
 * itself. What is too small is learned like any other, but surprises nobody. So a bound never makes what exceeds it look
 * rarer than it is.
 */
final class DeviationFilters {
    private final DeviationFilter[] interests;
    private final boolean any;

    DeviationFilters(List<DeviationFilter> interests) {
        this.interests = interests.toArray(DeviationFilter[]::new);
        this.any = interests.stream().anyMatch(interest -> !interest.equals(DeviationFilter.ANY));
    }

    /** Whether there is anything to take out. */
    boolean any() {
        return any;
    }

    DeviationFilter of(int feature) {
        return interests[feature];
    }

    /**
     * A block's evidence against history and season.
     *
     * @param fromMedian sums of the cells, in scales from the median
     * @param fromSeason sums of the seasonal residuals
     */
    void history(
            Window window,
            Channel point,
            Channel seasonal,
            int length,
            HorizonSums fromMedian,
            HorizonSums fromSeason,
            Evidence evidence) {
        for (int f = 0; f < interests.length; f++) {
            FeatureScale scale = window.scale(f);
            double median = scale.runningMedian();
            double shift = (median - scale.median()) / scale.scale();
            guard(evidence, point, f, scale.scale() * fromMedian.signedMean(f, length, shift), median);
            double actual = scale.median() + scale.scale() * fromMedian.wholeMean(f, length);
            double usual = actual - scale.scale() * fromSeason.wholeMean(f, length);
            double offSeason = scale.scale() * fromSeason.signedMean(f, length, 0);
            guard(evidence, seasonal, f, offSeason, usual);
        }
    }

    /**
     * A hidden block's evidence against the model.
     *
     * @param fromModel sums of what the cells are above their reconstruction
     * @param expected reconstructions, in scales from the median; the block's from {@code from} to {@code to}
     */
    void model(
            Window window,
            Channel masked,
            int length,
            HorizonSums fromModel,
            float[] expected,
            int from,
            int to,
            Evidence evidence) {
        for (int f = 0; f < interests.length; f++) {
            FeatureScale scale = window.scale(f);
            double sum = 0;
            for (int i = from + f; i < to; i += interests.length) {
                sum += expected[i];
            }
            double deviation = scale.scale() * fromModel.signedMean(f, length, 0);
            guard(evidence, masked, f, deviation, scale.median() + scale.scale() * sum / length);
        }
    }

    /**
     * A feature's evidence against what is likely.
     *
     * @param deviation from it, in the feature's unit
     * @param length of the block, steps
     */
    void regressed(Window window, Channel channel, int f, double deviation, int length, Evidence evidence) {
        double sum = 0;
        int seen = 0;
        for (int step = window.steps() - length; step < window.steps(); step++) {
            double value = window.value(step, f);
            sum += Double.isNaN(value) ? 0 : value;
            seen += Double.isNaN(value) ? 0 : 1;
        }
        guard(evidence, channel, f, deviation, seen == 0 ? Double.NaN : sum / seen - deviation);
    }

    /**
     * A feature's motion. It has no direction: it counts where both are watched. What moves by too little to be of interest
     * is ignored.
     */
    void motion(Window window, Channel motion, int f, Evidence evidence) {
        if (interests[f].direction() != DeviationFilter.Direction.BOTH) {
            evidence.set(motion, f, 0);
            return;
        }
        FeatureScale scale = window.scale(f);
        double off = scale.scale() * window.motion().differenceFromUsual(f);
        if (interests[f].ignores(off, scale.runningMedian())) {
            evidence.ignore(motion, f);
        }
    }

    /**
     * Whether a cell counts in the error of the whole window.
     *
     * @param actual in scales from the median
     * @param expected likewise
     */
    boolean counts(Window window, int feature, double actual, double expected) {
        FeatureScale scale = window.scale(feature);
        return interests[feature].covers(
                scale.median() + scale.scale() * actual, scale.median() + scale.scale() * expected);
    }

    /** @param deviation signed, NaN when unknown; like {@code expected} in the feature's unit */
    private void guard(Evidence evidence, Channel channel, int feature, double deviation, double expected) {
        DeviationFilter interest = interests[feature];
        if (!interest.watches(deviation)) {
            evidence.set(channel, feature, 0);
        } else if (interest.ignores(deviation, expected)) {
            evidence.ignore(channel, feature);
        }
    }
}
