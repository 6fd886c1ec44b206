package io.tidewatch.decision;

import io.tidewatch.scoring.Channel;
import io.tidewatch.scoring.Evidence;
import io.tidewatch.window.Window;

/**
 * Turns a step's evidence into one surprise. Channels that look at the same thing through blocks of different length
 * compete: half of the strongest plus half of the mean of all that have something to say. Owns its result; belongs to
 * one thread.
 */
public final class Judge {
    private static final Channel[] CHANNELS = Channel.values();

    private final Judgement judgement;
    private final double manyFeatures;

    public Judge(int features) {
        this.judgement = new Judgement(features);
        // The largest of F independent surprises is log10(F) larger than one of them.
        this.manyFeatures = Math.log10(features);
    }

    /** Judges a step whose values can be judged, then remembers it. */
    public Judgement judge(Evidence evidence, Window window, EvidenceCalibration calibration, double silence) {
        calibration.judge(evidence, window, judgement);
        double strongest = 0;
        double sum = 0;
        int speaking = 0;
        for (Channel channel : CHANNELS) {
            double surprise = judgement.strongest(channel);
            if (!Double.isNaN(surprise)) {
                double fair = Math.max(0, surprise - (channel.perFeature() ? manyFeatures : 0));
                strongest = Math.max(strongest, fair);
                sum += fair;
                speaking++;
            }
        }
        judgement.conclude(speaking == 0 ? 0 : 0.5 * strongest + 0.5 * sum / speaking, silence);
        return judgement;
    }

    /** Judges a step of which only the silence is known. */
    public Judgement silenceOnly(double silence) {
        judgement.clear();
        judgement.conclude(0, silence);
        return judgement;
    }
}
