package io.tidewatch.evidence;

import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.FeatureScale;
import io.tidewatch.window.Window;
import java.util.List;

/**
 * Applies each feature's deviation filter to the evidence.
 *
 * <p>A deviation in a direction that is not watched becomes 0: so the other direction is learned and scored alone. A
 * deviation below {@code ignore-below} is learned like any other, but its p-value is set to 1. So the bound does not
 * make larger deviations look rarer than they are.
 */
final class DeviationFilters {
    private final DeviationFilter[] filters;
    private final boolean any;

    DeviationFilters(List<DeviationFilter> filters) {
        this.filters = filters.toArray(DeviationFilter[]::new);
        this.any = filters.stream().anyMatch(filter -> !filter.equals(DeviationFilter.ANY));
    }

    /** Whether any feature has a filter. */
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
     * Filters how much a feature moves. A movement has no direction, so it counts only where both are watched. It is
     * ignored where it differs from the usual movement by less than {@code ignore-below}.
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
