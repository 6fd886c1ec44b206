package io.tidewatch.decision;

import io.tidewatch.scoring.Channel;
import io.tidewatch.scoring.Channel.Family;
import io.tidewatch.scoring.Evidence;
import java.util.Arrays;

/**
 * How surprising one step is: the surprise (−log10 of a tail probability) of each channel and feature, and what they come
 * to together. Reused from step to step by its owner; belongs to one thread.
 */
public final class Judgement implements Surprise {
    private static final Channel[] CHANNELS = Channel.values();

    private final int features;
    /** Kept as probabilities: a logarithm is taken of each channel's smallest only. */
    private final double[] probabilities;

    private final double[] strongest = new double[CHANNELS.length];
    private final double[] strongestOfFamily = new double[Family.values().length];
    private double total;
    private double silence;

    Judgement(int features) {
        this.features = features;
        this.probabilities = new double[Evidence.size(features)];
        clear();
    }

    void clear() {
        Arrays.fill(probabilities, Double.NaN);
        Arrays.fill(strongest, Double.NaN);
        Arrays.fill(strongestOfFamily, 0);
        total = 0;
        silence = 0;
    }

    /** @param probability that normal data is as large, in (0, 1]; NaN: the channel has nothing to say */
    void set(int index, double probability) {
        probabilities[index] = probability;
    }

    /** Finds the most surprising feature of each channel, once all probabilities are set. */
    void rank() {
        Arrays.fill(strongestOfFamily, 0);
        for (Channel channel : CHANNELS) {
            int first = Evidence.index(channel, 0, features);
            int end = first + (channel.perFeature() ? features : 1);
            double smallest = Double.POSITIVE_INFINITY;
            for (int i = first; i < end; i++) {
                smallest = probabilities[i] < smallest ? probabilities[i] : smallest;
            }
            double surprise = Double.isInfinite(smallest) ? Double.NaN : surprise(smallest);
            strongest[channel.ordinal()] = surprise;
            int family = channel.family().ordinal();
            strongestOfFamily[family] = surprise > strongestOfFamily[family] ? surprise : strongestOfFamily[family];
        }
    }

    void conclude(double fused, double silenceSurprise) {
        silence = silenceSurprise;
        total = Math.max(fused, silenceSurprise);
    }

    private static double surprise(double probability) {
        return Math.max(0, -Math.log10(probability));
    }

    /** Surprise of a channel and feature; NaN when it has nothing to say. */
    public double surprise(Channel channel, int feature) {
        return surprise(probabilities[Evidence.index(channel, feature, features)]);
    }

    /** The channel's most surprising feature; NaN when it has nothing to say of any. */
    public double strongest(Channel channel) {
        return strongest[channel.ordinal()];
    }

    /** The most surprising channel of a family; 0 when none has anything to say. */
    @Override
    public double strongest(Family family) {
        return strongestOfFamily[family.ordinal()];
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
