package io.tidewatch.evaluation.suite;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A figure over several seeds.
 *
 * @param values one per seed that has the figure
 */
record Spread(List<Double> values) {
    private static final String NONE = "–";

    Spread {
        values = List.copyOf(values);
    }

    static Spread of(Collection<Double> values) {
        return new Spread(values.stream().filter(value -> !Double.isNaN(value)).toList());
    }

    /** NaN without values. */
    double mean() {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** The sample standard deviation; NaN with fewer than two values. */
    double deviation() {
        double mean = mean();
        double squares =
                values.stream().mapToDouble(value -> Math.pow(value - mean, 2)).sum();
        return values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
    }

    /** Mean ± deviation, as far as there are any. */
    String text(int digits) {
        if (values.isEmpty()) {
            return NONE;
        }
        String mean = String.format(Locale.ROOT, "%." + digits + "f", mean());
        return values.size() < 2 ? mean : mean + String.format(Locale.ROOT, " ± %." + digits + "f", deviation());
    }
}
