package io.tidewatch.decision;

import io.tidewatch.calibration.CalibratedStep;
import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Channel.Sign;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measure;
import java.util.Arrays;
import java.util.List;

/**
 * How well each channel predicts the features of one entity, and which channels therefore have something to say.
 *
 * <p>The skill of a channel is the usual distance from the median over its own usual error: one that knows no more than
 * the median has a skill of 1. Owns its buffers; belongs to one thread. (Channels that weigh more the higher their
 * skill rank points worse, and machines too.)
 */
final class ForecastSkill {
    /** What predicts the newest step from its context. */
    private static final List<Measure> PREDICTING = Channels.MEASURES.stream()
            .filter(measure -> measure.horizon() == Horizon.NEWEST)
            .filter(measure -> measure.channel().sign() == Sign.CONTEXTUAL)
            .toList();

    private static final Measure LEVEL = Channels.measure(Channels.LEVEL, Horizon.NEWEST);

    private final int features;
    /** Per feature. */
    private final double[] highest;

    ForecastSkill(int features) {
        this.features = features;
        this.highest = new double[features];
    }

    /** Mutes what has nothing of its own to say: its p-values become NaN. */
    void mute(CalibratedStep step, double[] pValues) {
        Arrays.fill(highest, 1);
        for (Measure measure : PREDICTING) {
            for (int f = 0; f < features; f++) {
                double skill = skill(step, measure, f);
                highest[f] = Math.max(highest[f], skill);
                if (measure.channel().ofModel() && skill < DecisionParameters.REPEATS_MEDIAN) {
                    mute(measure.channel(), f, pValues);
                }
            }
        }
        for (int f = 0; f < features; f++) {
            if (highest[f] > DecisionParameters.WELL_PREDICTED) {
                mute(Channels.LEVEL, f, pValues);
            }
        }
    }

    private void mute(Channel channel, int feature, double[] pValues) {
        for (Measure measure : Channels.measures(channel)) {
            pValues[Channels.LAYOUT.index(measure, feature, features)] = Double.NaN;
        }
    }

    private static double skill(CalibratedStep step, Measure measure, int feature) {
        double error = step.usual(measure, feature);
        double distance = step.usual(LEVEL, feature);
        if (Double.isNaN(error) || Double.isNaN(distance)) {
            return 1;
        }
        return error > 0 ? distance / error : Double.POSITIVE_INFINITY;
    }
}
