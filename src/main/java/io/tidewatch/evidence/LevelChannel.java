package io.tidewatch.evidence;

import io.tidewatch.window.FeatureScale;
import java.util.List;

/** Distance from the entity's running median. */
final class LevelChannel implements MeasuringChannel {
    private static final List<Horizon> HORIZONS = List.of(Horizon.NEWEST, Horizon.LONG);

    @Override
    public String name() {
        return "level";
    }

    @Override
    public List<Horizon> horizons() {
        return HORIZONS;
    }

    @Override
    public Sign sign() {
        return Sign.POINT;
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
        sums.clear();
        for (Measure measure : own) {
            sums.extend(view.raw(), measure.horizon());
            int length = view.length(measure);
            for (int f = 0; f < view.features(); f++) {
                FeatureScale scale = view.scale(f);
                double median = scale.runningMedian();
                double shift = (median - scale.median()) / scale.scale();
                view.set(into, measure, f, scale.scale() * sums.signedMean(f, length, shift), median);
            }
        }
    }

    @Override
    public double expected(WindowView view, Measure measure, int step, int feature) {
        return view.scale(feature).runningMedian();
    }
}
