package io.tidewatch.evidence;

import java.util.List;

/** How much the values move from step to step, compared with how much they usually do; in octaves. */
abstract class MovementChannel implements MeasuringChannel {
    private static final List<Horizon> HORIZONS = List.of(Horizon.LONG);

    @Override
    public final List<Horizon> horizons() {
        return HORIZONS;
    }

    @Override
    public final Sign sign() {
        return Sign.COLLECTIVE;
    }

    @Override
    public final Source source() {
        return Source.HISTORY;
    }

    @Override
    public final boolean ofMovement() {
        return true;
    }

    @Override
    public final boolean followsRecentSteps() {
        return true;
    }

    /** Whether a difference from the usual movement is this channel's. */
    abstract boolean takes(float octaves, int features);

    @Override
    public final void measure(List<Measure> own, WindowView view, Evidence into) {
        for (Measure measure : own) {
            for (int f = 0; f < view.features(); f++) {
                float octaves = view.movement(f);
                if (takes(octaves, view.features())) {
                    view.setMovement(into, measure, f, octaves);
                }
            }
        }
    }

    @Override
    public final double expected(WindowView view, Measure measure, int step, int feature) {
        double seasonal = view.seasonalExpectation(step, feature);
        return Double.isNaN(seasonal) ? view.scale(feature).runningMedian() : seasonal;
    }
}
