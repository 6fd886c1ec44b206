package io.tidewatch.evidence;

import io.tidewatch.model.Regression;
import io.tidewatch.window.Window;
import java.util.List;

/**
 * The evidence of a window against what the other features, and the steps just before, make likely. Owns its buffers;
 * belongs to one thread.
 */
final class RegressedEvidence {
    private final int steps;
    private final int features;
    private final DeviationFilters guards;
    private final Deviations deviations;
    /** {@code [regressed channels × features]}: how far a feature is from what is likely, in scales. */
    private final float[] offLikely;

    RegressedEvidence(int steps, int features, DeviationFilters guards) {
        this.steps = steps;
        this.features = features;
        this.guards = guards;
        this.deviations = new Deviations(steps, features);
        this.offLikely = new float[Channel.REGRESSED.size() * features];
    }

    /**
     * Sets what the window's newest steps tell.
     *
     * @param raw {@code [steps × features]}, scales from the median; NaN is missing
     * @param seasonal likewise, scales from the season
     * @param regressions what is likely, for each of {@link Channel#REGRESSED}
     */
    void tell(Window window, float[] raw, float[] seasonal, List<Regression> regressions, Evidence evidence) {
        deviations.take(raw, seasonal);
        for (int i = 0; i < regressions.size(); i++) {
            Channel channel = Channel.REGRESSED.get(i);
            if (!deviations.tells(channel)) {
                continue;
            }
            float[] off = deviations.offLikely(channel.block(), regressions.get(i));
            System.arraycopy(off, 0, offLikely, i * features, features);
            for (int f = 0; f < features; f++) {
                double deviation = window.scale(f).scale() * off[f];
                evidence.set(channel, f, Math.abs(deviation));
                if (guards.any()) {
                    guards.regressed(window, channel, f, deviation, Horizon.length(channel.block(), steps), evidence);
                }
            }
        }
    }

    /** How far the last window's block of a feature was above what is likely, in scales. */
    float offLikely(Channel channel, int feature) {
        return offLikely[Channel.REGRESSED.indexOf(channel) * features + feature];
    }

    /** What regressions are learned from, see {@link Deviations#copy}. */
    float[] deviations(float[] raw, float[] seasonal) {
        deviations.take(raw, seasonal);
        return deviations.copy();
    }
}
