package io.tidewatch.decision;

import io.tidewatch.scoring.Channel;
import io.tidewatch.scoring.Evidence;
import java.util.Arrays;

/**
 * How surprising one step is: the surprise (−log10 of a tail probability) of each channel and feature, and what they come
 * to together. Reused from step to step by its owner; belongs to one thread.
 */
public final class Judgement implements Surprise {
    private static final Channel[] CHANNELS = Channel.values();

    private final int features;
    private final double[] surprises;
    private double total;
    private double silence;

    Judgement(int features) {
        this.features = features;
        this.surprises = new double[Evidence.size(features)];
        clear();
    }

    void clear() {
        Arrays.fill(surprises, Double.NaN);
        total = 0;
        silence = 0;
    }

    void set(int index, double surprise) {
        surprises[index] = surprise;
    }

    void conclude(double fused, double silenceSurprise) {
        silence = silenceSurprise;
        total = Math.max(fused, silenceSurprise);
    }

    /** Surprise of a channel and feature; NaN when it has nothing to say. */
    public double surprise(Channel channel, int feature) {
        return surprises[Evidence.index(channel, feature, features)];
    }

    /** The channel's most surprising feature; NaN when it has nothing to say of any. */
    public double strongest(Channel channel) {
        double most = Double.NaN;
        for (int f = 0; f < (channel.perFeature() ? features : 1); f++) {
            double surprise = surprise(channel, f);
            if (!(surprise <= most)) {
                most = Double.isNaN(surprise) ? most : surprise;
            }
        }
        return most;
    }

    /** The most surprising channel of some families; 0 when none has anything to say. */
    @Override
    public double strongest(Channel.Family... families) {
        double most = 0;
        for (Channel channel : CHANNELS) {
            if (Arrays.asList(families).contains(channel.family())) {
                double surprise = strongest(channel);
                most = surprise > most ? surprise : most;
            }
        }
        return most;
    }

    /** Surprise of the silence that this step ends or continues; 0 if there is none. */
    @Override
    public double silence() {
        return silence;
    }

    /** All of it together: the surprise that decides. */
    @Override
    public double total() {
        return total;
    }

    public int features() {
        return features;
    }
}
