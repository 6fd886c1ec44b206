package io.tidewatch.evidence;

import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.FeatureScale;
import io.tidewatch.window.Window;
import java.util.List;

/**
 * Takes out of the evidence what is not of interest.
 *
 * <p>What points in a direction that is not watched is no evidence at all: the other side is learned, and judged, by
 * itself. What is too small is learned like any other, but its p-value is 1. So a bound never makes what exceeds it look
 * rarer than it is.
 */
final class DeviationFilters {
    private final DeviationFilter[] filters;
    private final boolean any;

    DeviationFilters(List<DeviationFilter> filters) {
        this.filters = filters.toArray(DeviationFilter[]::new);
        this.any = filters.stream().anyMatch(filter -> !filter.equals(DeviationFilter.ANY));
    }

    /** Whether there is anything to take out. */
    boolean any() {
        return any;
    }

    int features() {
        return filters.length;
    }

    DeviationFilter of(int feature) {
        return filters[feature];
    }

    /** @param deviation signed, NaN when unknown; like {@code expected} in the feature's unit */
    void apply(Evidence evidence, Measure measure, int feature, double deviation, double expected) {
        DeviationFilter filter = filters[feature];
        if (!filter.watches(deviation)) {
            evidence.set(measure, feature, 0);
        } else if (filter.ignores(deviation, expected)) {
            evidence.ignore(measure, feature);
        }
    }

    /**
     * Filters a feature's movement. It has no direction: it counts where both are watched. What moves by too little to be of
     * interest is ignored.
     */
    void applyToMovement(Evidence evidence, Measure measure, int feature, Window window) {
        if (filters[feature].direction() != DeviationFilter.Direction.BOTH) {
            evidence.set(measure, feature, 0);
            return;
        }
        FeatureScale scale = window.scale(feature);
        double off = scale.scale() * window.variability().differenceFromUsual(feature);
        if (filters[feature].ignores(off, scale.runningMedian())) {
            evidence.ignore(measure, feature);
        }
    }

    /**
     * Whether a cell counts in the error of the whole window.
     *
     * @param actual in scales from the median
     * @param expected likewise
     */
    boolean counts(FeatureScale scale, int feature, double actual, double expected) {
        return filters[feature].covers(
                scale.median() + scale.scale() * actual, scale.median() + scale.scale() * expected);
    }
}
