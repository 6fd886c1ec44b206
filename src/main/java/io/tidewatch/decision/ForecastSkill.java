package io.tidewatch.decision;

import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Channel.Family;
import java.util.Arrays;

/**
 * How well each family of channels foretells one entity's features, and which of them therefore has something to say.
 *
 * <p>An expectation is as sharp as its usual miss is smaller than the usual distance from the median: one that knows no more
 * than the median has a sharpness of 1. Reused from step to step by its owner; belongs to one thread. (Opinions that weigh
 * more the sharper they are rank points worse and machines too.)
 */
public final class ForecastSkill {
    /**
     * An expectation of the model, of the other features or of the steps before that is less sharp only repeats what the
     * distance from the median says. (On NAB, whose series a model often cannot foretell, silence instead is worth two
     * points at any budget; on simulated servers it ranks contextual anomalies a tenth better.)
     */
    private static final double REPEATS = 5.0 / 3;

    /** Where another expectation is sharper than this, the distance from the median tells nothing of what is odd. */
    private static final double FORETOLD = 5;

    private static final Family[] EXPECTING = {Family.SEASONAL, Family.MASKED, Family.RELATION, Family.SEQUENCE};

    private final int features;
    /** The usual evidence of the newest step, {@code [families × features]}; NaN: not known. */
    private final double[] usual;

    /** Per feature. */
    private final double[] sharpest;

    ForecastSkill(int features) {
        this.features = features;
        this.usual = new double[Family.values().length * features];
        Arrays.fill(usual, Double.NaN);
        this.sharpest = new double[features];
    }

    /** Whether a channel is of the newest step alone: its usual evidence tells how sharp the family is. */
    public static boolean tells(Channel channel) {
        return channel.block() == 0;
    }

    /** Notes the usual evidence of a channel that {@linkplain #tells tells}; NaN: not known. */
    public void usual(Channel channel, int feature, double median) {
        usual[channel.family().ordinal() * features + feature] = median;
    }

    /** Mutes in the judgement what has nothing of its own to say. */
    void mute(FusedScore judgement) {
        Arrays.fill(sharpest, 1);
        for (Family family : EXPECTING) {
            for (int f = 0; f < features; f++) {
                double sharpness = sharpness(family, f);
                sharpest[f] = Math.max(sharpest[f], sharpness);
                if (family != Family.SEASONAL && sharpness < REPEATS) {
                    judgement.mute(family, f);
                }
            }
        }
        for (int f = 0; f < features; f++) {
            if (sharpest[f] > FORETOLD) {
                judgement.mute(Family.POINT, f);
            }
        }
    }

    private double sharpness(Family family, int f) {
        double miss = usual[family.ordinal() * features + f];
        double distance = usual[Family.POINT.ordinal() * features + f];
        if (Double.isNaN(miss) || Double.isNaN(distance)) {
            return 1;
        }
        return miss > 0 ? distance / miss : Double.POSITIVE_INFINITY;
    }
}
