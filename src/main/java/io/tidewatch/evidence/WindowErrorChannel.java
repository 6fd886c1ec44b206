package io.tidewatch.evidence;

import java.util.List;

/**
 * Mean square reconstruction error of the whole window; with a variational model also the divergence of its code. Their
 * sum is twice the loss of the evidence lower bound, per cell. It is one magnitude for all features.
 */
final class WindowErrorChannel implements MeasuringChannel {
    private static final List<Horizon> HORIZONS = List.of(Horizon.LONG);

    @Override
    public String name() {
        return "window-error";
    }

    /** Models of earlier releases are stored with this name. */
    @Override
    public String storedName() {
        return "window";
    }

    @Override
    public List<Horizon> horizons() {
        return HORIZONS;
    }

    @Override
    public Sign sign() {
        return Sign.COLLECTIVE;
    }

    @Override
    public Source source() {
        return Source.NETWORK;
    }

    @Override
    public boolean perFeature() {
        return false;
    }

    @Override
    public boolean followsRecentSteps() {
        return true;
    }

    @Override
    public void measure(List<Measure> own, WindowView view, Evidence into) {
        Reconstruction model = view.reconstruction();
        for (Measure measure : own) {
            into.set(measure, 0, meanSquare(model, view) + model.divergencePerCell());
        }
    }

    private static double meanSquare(Reconstruction model, WindowView view) {
        return view.filters().any() ? model.meanSquare(view.filters(), view::scale) : model.meanSquare();
    }

    @Override
    public double expected(WindowView view, Measure measure, int step, int feature) {
        return view.scale(feature).denormalise(view.reconstruction().shown(step, feature));
    }
}
