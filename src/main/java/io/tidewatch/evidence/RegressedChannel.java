package io.tidewatch.evidence;

import java.util.List;

/** Distance from the prediction of a linear regression. */
abstract class RegressedChannel implements MeasuringChannel {
    @Override
    public final Source source() {
        return Source.REGRESSIONS;
    }

    @Override
    public final Sign sign() {
        return Sign.CONTEXTUAL;
    }

    /** Number of steps before a horizon that the regression uses. */
    abstract int lags(Horizon horizon, int windowSteps);

    /** Whether the regression has any input. */
    abstract boolean applies(int features);

    @Override
    public final void measure(List<Measure> own, WindowView view, Evidence into) {
        if (!applies(view.features())) {
            return;
        }
        for (Measure measure : own) {
            float[] off = view.offLikely(measure);
            for (int f = 0; f < view.features(); f++) {
                double deviation = view.unit(f) * off[f];
                double expected = view.filters().any() ? view.mean(f, measure.horizon()) - deviation : Double.NaN;
                view.set(into, measure, f, deviation, expected);
            }
        }
    }

    @Override
    public final double expected(WindowView view, Measure measure, int step, int feature) {
        double value = view.value(step, feature);
        return step >= view.steps() - view.length(measure)
                ? value - view.unit(feature) * view.offLikelyOf(measure, feature)
                : value;
    }
}
