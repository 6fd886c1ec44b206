package io.tidewatch.evidence;

import java.util.List;

/** Distance from the prediction by the steps just before the horizon, and by the other features in it. */
final class SequenceChannel extends RegressedChannel {
    private static final List<Horizon> HORIZONS = List.of(Horizon.NEWEST, Horizon.SHORT);

    @Override
    public String name() {
        return "sequence";
    }

    @Override
    public List<Horizon> horizons() {
        return HORIZONS;
    }

    @Override
    public boolean followsRecentSteps() {
        return true;
    }

    @Override
    int lags(Horizon horizon, int windowSteps) {
        int most = (horizon.ordinal() + 1) * Horizon.SHORT.length(windowSteps);
        return Math.min(most, Deviations.reach(windowSteps) - horizon.length(windowSteps));
    }

    @Override
    boolean applies(int features) {
        return true;
    }
}
