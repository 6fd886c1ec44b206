package io.tidewatch.evidence;

import io.tidewatch.window.FeatureScale;
import java.util.List;

/** Distance from the autoencoder's reconstruction of the newest steps, which are hidden from it. */
final class ReconstructionChannel implements MeasuringChannel {
    @Override
    public String name() {
        return "reconstruction";
    }

    /** Models of earlier releases are stored with this name. */
    @Override
    public String storedName() {
        return "masked";
    }

    @Override
    public List<Horizon> horizons() {
        return Reconstruction.HORIZONS;
    }

    @Override
    public Sign sign() {
        return Sign.CONTEXTUAL;
    }

    @Override
    public Source source() {
        return Source.NETWORK;
    }

    @Override
    public boolean followsRecentSteps() {
        return true;
    }

    @Override
    public void measure(List<Measure> own, WindowView view, Evidence into) {
        HorizonSums sums = view.sums();
        Reconstruction model = view.reconstruction();
        for (Measure measure : own) {
            int length = view.length(measure);
            model.sumHidden(measure.horizon(), view.raw(), sums);
            for (int f = 0; f < view.features(); f++) {
                double deviation = view.unit(f) * sums.signedMean(f, length, 0);
                view.set(into, measure, f, deviation, usual(view, measure, f));
            }
        }
    }

    /** The mean of the hidden values' reconstructions; needed by filters only. */
    private static double usual(WindowView view, Measure measure, int f) {
        if (!view.filters().any()) {
            return Double.NaN;
        }
        FeatureScale scale = view.scale(f);
        double sum = view.reconstruction().hiddenSum(measure.horizon(), f);
        return scale.median() + scale.scale() * sum / view.length(measure);
    }

    @Override
    public double expected(WindowView view, Measure measure, int step, int feature) {
        boolean hidden = step >= view.steps() - view.length(measure);
        float cell = hidden
                ? view.reconstruction().hidden(measure.horizon(), step, feature)
                : view.reconstruction().shown(step, feature);
        return view.scale(feature).denormalise(cell);
    }
}
