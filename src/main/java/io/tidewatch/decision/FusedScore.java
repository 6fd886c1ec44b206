package io.tidewatch.decision;

import io.tidewatch.calibration.Bulk;
import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Channel.Family;
import io.tidewatch.evidence.Evidence;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * How surprising one step is: the surprise (−log10 of a tail probability) of each channel and feature, and what they come
 * to together. Reused from step to step by its owner; belongs to one thread.
 */
public final class FusedScore implements AnomalyScore {
    private static final Channel[] CHANNELS = Channel.values();

    /** The channels of each family. */
    private static final Channel[][] OF_FAMILY = Arrays.stream(Family.values())
            .map(family -> channels(channel -> channel.family() == family))
            .toArray(Channel[][]::new);

    /** The channels that look at the newest step alone. */
    private static final Channel[] NEWEST = channels(channel -> channel.block() == 0);

    /** The channels of the newest step whose expectation does not follow the steps before. */
    private static final Channel[] LASTING = {Channel.POINT_1, Channel.SEASONAL_1, Channel.RELATION_1};

    /** Surprise of a single value, against the median alone, from which on it is far off. */
    private static final double FAR_OFF = 2.9;

    private final int features;
    private final FeaturePooling ranking;
    /** Kept as probabilities: a logarithm is taken of each channel's smallest only. */
    private final double[] probabilities;

    private final double[] strongest = new double[CHANNELS.length];
    /** Per channel what its features say together. */
    private final double[] together = new double[CHANNELS.length];

    /** Of the newest values, also of those that another expectation foretells. */
    private double distance;

    private boolean farOff;
    private final double[] strongestOfFamily = new double[Family.values().length];
    private double total;
    private double silence;

    FusedScore(int features) {
        this.features = features;
        this.probabilities = new double[Evidence.size(features)];
        this.ranking = FeaturePooling.of(features);
        clear();
    }

    private static Channel[] channels(Predicate<Channel> wanted) {
        return Arrays.stream(CHANNELS).filter(wanted).toArray(Channel[]::new);
    }

    void clear() {
        Arrays.fill(probabilities, Double.NaN);
        Arrays.fill(strongest, Double.NaN);
        Arrays.fill(together, Double.NaN);
        Arrays.fill(strongestOfFamily, 0);
        total = 0;
        silence = 0;
        distance = 0;
        farOff = false;
    }

    /** @param probability that normal data is as large, in (0, 1]; NaN: the channel has nothing to say */
    public void set(int index, double probability) {
        probabilities[index] = probability;
    }

    /** What {@link #set} sets, for {@link Bulk}. */
    public double[] probabilities() {
        return probabilities;
    }

    /** Lets nothing surprise that nobody wants to hear of. */
    public void ignore(Evidence evidence) {
        if (evidence.anyIgnored()) {
            for (int i = 0; i < probabilities.length; i++) {
                probabilities[i] = evidence.ignored(i) && !Double.isNaN(probabilities[i]) ? 1 : probabilities[i];
            }
        }
    }

    /** Notes how far off the newest values are by the median alone, before anything is {@linkplain #mute muted}. */
    void takeDistance() {
        int first = Evidence.index(Channel.POINT_1, 0, features);
        double least = 1;
        for (int i = first; i < first + features; i++) {
            least = probabilities[i] < least ? probabilities[i] : least;
        }
        distance = FeaturePooling.surprise(least);
        farOff = distance >= FAR_OFF;
    }

    /** Takes back what the channels of a family say of a feature. */
    void mute(Family family, int feature) {
        for (Channel channel : OF_FAMILY[family.ordinal()]) {
            probabilities[Evidence.index(channel, feature, features)] = Double.NaN;
        }
    }

    /** Finds the most surprising feature of each channel, once all probabilities are set. */
    void rank() {
        ranking.rank(probabilities, strongest, together);
        int whole = Channel.WINDOW.ordinal();
        strongest[whole] = FeaturePooling.surprise(probabilities[probabilities.length - 1]);
        together[whole] = strongest[whole];
        Arrays.fill(strongestOfFamily, 0);
        for (Channel channel : CHANNELS) {
            double surprise = strongest[channel.ordinal()];
            int family = channel.family().ordinal();
            strongestOfFamily[family] = surprise > strongestOfFamily[family] ? surprise : strongestOfFamily[family];
        }
    }

    @Override
    public double newest() {
        double newest = 0;
        for (Channel channel : LASTING) {
            double of = together[channel.ordinal()];
            newest = of > newest ? of : newest;
        }
        return (float) newest;
    }

    /** @param fused what the opinions come to */
    void conclude(double fused, double silenceSurprise) {
        silence = (float) silenceSurprise;
        total = Math.max((float) fused, silence);
    }

    /** Surprise of a channel and feature; NaN when it has nothing to say. */
    public double surprise(Channel channel, int feature) {
        return FeaturePooling.surprise(probabilities[Evidence.index(channel, feature, features)]);
    }

    /** What the channel's features say together: how surprising one feature alone would have to be; NaN likewise. */
    double together(Channel channel) {
        return together[channel.ordinal()];
    }

    /** The channel's most surprising feature; NaN when it has nothing to say of any. */
    public double strongest(Channel channel) {
        return strongest[channel.ordinal()];
    }

    /** The most surprising channel of a family, of the median the distance of the newest; 0 when none has anything to say. */
    public double strongest(Family family) {
        return family == Family.POINT ? distance : strongestOfFamily[family.ordinal()];
    }

    /** Surprise of the silence that this step ends or continues; 0 if there is none. */
    @Override
    public double silence() {
        return silence;
    }

    /** The newest value of the most surprising feature is beyond all that feature's values so far. */
    void outOfRange() {
        farOff = true;
    }

    @Override
    public boolean farOff() {
        return farOff;
    }

    /**
     * Whether the longest run of steps, or its motion, is more surprising than what is newest in it.
     */
    @Override
    public boolean gradual() {
        double single = 0;
        double run = 0;
        for (Channel channel : CHANNELS) {
            double of = strongest[channel.ordinal()];
            if (channel.block() < 2) {
                single = of > single ? of : single;
            } else {
                run = of > run ? of : run;
            }
        }
        return run > single;
    }

    /** The feature that one of the channels of the newest step finds most surprising; −1 when none does. */
    int mostSurprising() {
        int index = -1;
        for (Channel channel : NEWEST) {
            int first = Evidence.index(channel, 0, features);
            for (int i = first; i < first + features; i++) {
                if (index < 0 || probabilities[i] < probabilities[index]) {
                    index = Double.isNaN(probabilities[i]) ? index : i;
                }
            }
        }
        return index < 0 ? -1 : index % features;
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
