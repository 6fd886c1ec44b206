package io.tidewatch.evidence;

import io.tidewatch.window.FeatureScale;
import java.util.List;

/** Distance from the entity's usual value at this time of the day and of the week. */
final class SeasonChannel implements MeasuringChannel {
    private static final List<Horizon> HORIZONS = List.of(Horizon.NEWEST, Horizon.LONG);

    @Override
    public String name() {
        return "season";
    }

    @Override
    public List<Horizon> horizons() {
        return HORIZONS;
    }

    @Override
    public Sign sign() {
        return Sign.CONTEXTUAL;
    }

    @Override
    public Source source() {
        return Source.HISTORY;
    }

    @Override
    public boolean followsRecentSteps() {
        return false;
    }

    @Override
    public void measure(List<Measure> own, WindowView view, Evidence into) {
        HorizonSums sums = view.sums();
        HorizonSums actual = view.otherSums();
        sums.clear();
        actual.clear();
        for (Measure measure : own) {
            sums.extend(view.seasonal(), measure.horizon());
            if (view.filters().any()) {
                actual.extend(view.raw(), measure.horizon());
            }
            int length = view.length(measure);
            for (int f = 0; f < view.features(); f++) {
                FeatureScale scale = view.scale(f);
                double usual = scale.median()
                        + scale.scale() * actual.wholeMean(f, length)
                        - scale.scale() * sums.wholeMean(f, length);
                view.set(into, measure, f, scale.scale() * sums.signedMean(f, length, 0), usual);
            }
        }
    }

    @Override
    public double expected(WindowView view, Measure measure, int step, int feature) {
        return view.seasonalExpectation(step, feature);
    }
}
