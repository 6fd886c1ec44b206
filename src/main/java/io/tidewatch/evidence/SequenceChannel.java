package io.tidewatch.evidence;

import java.util.List;

/** Distance from the prediction by the steps just before the horizon, and by the other features in it. */
final class SequenceChannel extends RegressedChannel {
    @Override
    public String name() {
        return "sequence";
    }

    @Override
    public List<Horizon> horizons() {
        return List.of(Horizon.NEWEST, Horizon.SHORT);
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
