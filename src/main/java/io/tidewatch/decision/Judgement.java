package io.tidewatch.decision;

import io.tidewatch.scoring.Channel;
import io.tidewatch.scoring.Channel.Family;
import io.tidewatch.scoring.Evidence;
import io.tidewatch.window.Logarithm;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * How surprising one step is: the surprise (−log10 of a tail probability) of each channel and feature, and what they come
 * to together. Reused from step to step by its owner; belongs to one thread.
 */
public final class Judgement implements Surprise {
    private static final Channel[] CHANNELS = Channel.values();

    /** The channels of each family. */
    private static final Channel[][] OF_FAMILY = Arrays.stream(Family.values())
            .map(family -> channels(channel -> channel.family() == family))
            .toArray(Channel[][]::new);

    /** The channels that look at the newest step alone. */
    private static final Channel[] NEWEST = channels(channel -> channel.block() == 0);

    /** The channels of the newest step whose expectation does not follow the steps before. */
    private static final Channel[] LASTING = {Channel.POINT_1, Channel.SEASONAL_1, Channel.RELATION_1};

    /** Its bits come after those of all positive numbers. */
    private static final long NONE = Double.doubleToLongBits(Double.NaN);

    /** Surprise of a single value, against the median alone, from which on it is far off. */
    private static final double FAR_OFF = 2.9;

    private final int features;
    /** Kept as probabilities: a logarithm is taken of each channel's smallest only. */
    private final double[] probabilities;

    private final double[] strongest = new double[CHANNELS.length];
    /** Per channel what its features say together. */
    private final double[] together = new double[CHANNELS.length];

    /** The smallest probabilities of a channel, ascending: of about the square root of the number of features. */
    private final double[] smallest;

    /** The probabilities of a channel as bits: those of positive numbers are in the order of the numbers, any NaN is last. */
    private final long[] row;

    /** What the surprises of a channel of all features usually are, the largest first. */
    private final double[] usual;

    /** Of the newest values, also of those that another expectation foretells. */
    private double distance;

    private boolean farOff;
    private final double[] strongestOfFamily = new double[Family.values().length];
    private double total;
    private double silence;

    Judgement(int features) {
        this.features = features;
        this.probabilities = new double[Evidence.size(features)];
        this.smallest = new double[(int) Math.ceil(Math.sqrt(features))];
        this.row = new long[features];
        this.usual = new double[smallest.length];
        for (int k = 0; k < usual.length; k++) {
            usual[k] = Math.log10(features / (k + 1.0));
        }
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
    void set(int index, double probability) {
        probabilities[index] = probability;
    }

    /** What {@link #set} sets, for {@link Bulk}. */
    double[] probabilities() {
        return probabilities;
    }

    /** Lets nothing surprise that nobody wants to hear of. */
    void ignore(Evidence evidence) {
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
        distance = surprise(least);
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
        Arrays.fill(strongestOfFamily, 0);
        for (Channel channel : CHANNELS) {
            int first = Evidence.index(channel, 0, features);
            int end = first + (channel.perFeature() ? features : 1);
            int found = findSmallest(first, end);
            double surprise = found == 0 ? Double.NaN : surprise(smallest[0]);
            strongest[channel.ordinal()] = surprise;
            together[channel.ordinal()] = end - first < features ? surprise : together(found, surprise);
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
        return newest;
    }

    /**
     * Collects the smallest probabilities of a range; returns how many there are. Each pass takes the smallest out of a row,
     * by arithmetic: which it is cannot be foretold, and a mispredicted branch costs more.
     */
    private int findSmallest(int first, int end) {
        int count = end - first;
        for (int i = 0; i < count; i++) {
            row[i] = Double.doubleToLongBits(probabilities[first + i]);
        }
        int found = 0;
        while (found < Math.min(smallest.length, count)) {
            long least = NONE;
            for (int i = 0; i < count; i++) {
                long difference = row[i] - least;
                long down = difference & difference >> 63;
                row[i] -= down;
                least += down;
            }
            if (least == NONE) {
                break;
            }
            smallest[found++] = Double.longBitsToDouble(least);
        }
        return found;
    }

    /**
     * What so many of a channel's features, the most surprising, say together: half the largest surprise, half the mean of
     * all these, each less what it usually is. The k-th largest of n independent surprises is about log10(n / k).
     */
    private double together(int found, double surprise) {
        if (found == 0) {
            return Double.NaN;
        }
        double largest = surprise - usual[0];
        double sum = largest;
        for (int k = 1; k < found; k++) {
            sum += surprise(smallest[k]) - usual[k];
        }
        return Math.max(0, 0.5 * largest + 0.5 * sum / found);
    }

    /** @param fused what the opinions come to */
    void conclude(double fused, double silenceSurprise) {
        silence = (float) silenceSurprise;
        total = Math.max((float) fused, silence);
    }

    private static double surprise(double probability) {
        return Math.max(0, -Logarithm.toBase10(probability));
    }

    /** Surprise of a channel and feature; NaN when it has nothing to say. */
    public double surprise(Channel channel, int feature) {
        return surprise(probabilities[Evidence.index(channel, feature, features)]);
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
