package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.window.Window;

/**
 * The evidence of a window against the entity's own past: its running median, its season, and how much its values usually
 * move. Needs no model. Owns its buffers; belongs to one thread.
 */
final class HistoryEvidence {
    private static final Channel[] POINT = {Channel.POINT_1, Channel.POINT_24};
    private static final Channel[] SEASONAL = {Channel.SEASONAL_1, Channel.SEASONAL_24};

    private final int steps;
    private final int features;
    private final int longest;
    private final DeviationFilters guards;
    private final HorizonSums fromMedian;
    private final HorizonSums fromSeason;

    HistoryEvidence(int steps, int features, Kernel kernel, DeviationFilters guards) {
        this.steps = steps;
        this.features = features;
        this.longest = Horizon.length(Horizon.COUNT - 1, steps);
        this.guards = guards;
        this.fromMedian = new HorizonSums(features, kernel);
        this.fromSeason = new HorizonSums(features, kernel);
    }

    /**
     * Sets what the window's newest steps tell.
     *
     * @param raw {@code [steps × features]}, scales from the median; NaN is missing
     * @param seasonal likewise, scales from the season
     */
    void tell(Window window, float[] raw, float[] seasonal, Evidence evidence) {
        fromMedian.clear();
        fromSeason.clear();
        int end = steps * features;
        int newest = end - features;
        int marked = end - Horizon.newest(2, steps) * features;
        int first = end - longest * features;
        fromMedian.add(raw, newest, end);
        fromSeason.add(seasonal, newest, end);
        tell(window, 0, 1, evidence);
        fromMedian.add(raw, marked, newest);
        fromSeason.add(seasonal, marked, newest);
        fromMedian.mark();
        fromSeason.mark();
        fromMedian.add(raw, first, marked);
        fromSeason.add(seasonal, first, marked);
        tell(window, 1, longest, evidence);
        motion(window, evidence);
    }

    /** @param which of the two blocks that the past is looked at over */
    private void tell(Window window, int which, int length, Evidence evidence) {
        for (int f = 0; f < features; f++) {
            double scale = window.scale(f).scale();
            double shift = (window.scale(f).runningMedian() - window.scale(f).median()) / scale;
            evidence.set(POINT[which], f, scale * Math.abs(fromMedian.signedMean(f, length, shift)));
            evidence.set(SEASONAL[which], f, scale * Math.abs(fromSeason.signedMean(f, length, 0)));
        }
        if (guards.any()) {
            guards.history(window, POINT[which], SEASONAL[which], length, fromMedian, fromSeason, evidence);
        }
    }

    private void motion(Window window, Evidence evidence) {
        for (int f = 0; f < features; f++) {
            float off = window.motion().offUsual(f);
            if (Float.isNaN(off)) {
                continue;
            }
            Channel channel = off > 0 || features == 1 ? Channel.MOTION_24 : Channel.STILLNESS_24;
            evidence.set(channel, f, Math.abs(off));
            if (guards.any()) {
                guards.motion(window, channel, f, evidence);
            }
        }
    }
}
