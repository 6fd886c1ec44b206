package io.tidewatch.evidence;

import java.util.List;

/** Distance from the prediction by the other features of the same step. */
final class RelationChannel extends RegressedChannel {
    private static final List<Horizon> HORIZONS = List.of(Horizon.NEWEST);

    @Override
    public String name() {
        return "relation";
    }

    @Override
    public List<Horizon> horizons() {
        return HORIZONS;
    }

    @Override
    public boolean followsRecentSteps() {
        return false;
    }

    @Override
    int lags(Horizon horizon, int windowSteps) {
        return 0;
    }

    /** A single feature has no others. */
    @Override
    boolean applies(int features) {
        return features > 1;
    }
}
