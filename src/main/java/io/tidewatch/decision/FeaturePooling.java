package io.tidewatch.decision;

import io.tidewatch.calibration.Bulk;
import io.tidewatch.evidence.Channel;
import io.tidewatch.math.Logarithm;
import java.util.Arrays;

/**
 * Finds the most surprising features of each channel, and what they say together: half the largest surprise, half the mean of
 * about the square root of all features, the most surprising, each less what it usually is. The k-th largest of n independent
 * surprises is about log10(n / k). Owns its buffers; belongs to one thread.
 */
class FeaturePooling {
    /** Channels that have something to say of each feature: the first ones. */
    static final int CHANNELS =
            (int) Arrays.stream(Channel.values()).filter(Channel::perFeature).count();

    /** Its bits come after those of all positive numbers. */
    static final long NONE = Double.doubleToRawLongBits(Double.NaN);

    final int features;

    /** What the surprises of a channel of all features usually are, the largest first; so many are looked at. */
    final double[] usual;

    /** The smallest probabilities of a channel, ascending. */
    private final double[] smallest;

    /** The probabilities of a channel as bits: those of positive numbers are in the order of the numbers, any NaN is last. */
    private final long[] row;

    FeaturePooling(int features) {
        this.features = features;
        this.usual = new double[(int) Math.ceil(Math.sqrt(features))];
        for (int k = 0; k < usual.length; k++) {
            usual[k] = Math.log10(features / (k + 1.0));
        }
        this.smallest = new double[usual.length];
        this.row = new long[features];
    }

    /** The fastest on this machine, for so many features. */
    static FeaturePooling of(int features) {
        boolean vectors = Bulk.vectorsAreWorthIt() && features >= VectorFeaturePooling.WORTH_IT;
        return vectors ? new VectorFeaturePooling(features) : new FeaturePooling(features);
    }

    /** −log10 of a probability in (0, 1]. */
    static double surprise(double probability) {
        return Math.max(0, -Logarithm.toBase10(probability));
    }

    /**
     * Ranks the features of the first {@value #CHANNELS} channels.
     *
     * @param probabilities {@code [channels × features]}, in (0, 1]; NaN: nothing to say
     * @param strongest set to the largest surprise of each channel; NaN when it has nothing to say of any feature
     * @param together set to what its features say together: how surprising one feature alone would have to be; NaN likewise
     */
    void rank(double[] probabilities, double[] strongest, double[] together) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            int found = findSmallest(probabilities, channel * features);
            strongest[channel] = found == 0 ? Double.NaN : surprise(smallest[0]);
            together[channel] = found == 0 ? Double.NaN : together(found, strongest[channel]);
        }
    }

    /**
     * Collects the smallest probabilities of a channel; returns how many there are. Each pass takes the smallest out of a row,
     * by arithmetic: which it is cannot be foretold, and a mispredicted branch costs more.
     */
    private int findSmallest(double[] probabilities, int first) {
        for (int f = 0; f < features; f++) {
            row[f] = Double.doubleToLongBits(probabilities[first + f]);
        }
        for (int found = 0; found < smallest.length; found++) {
            long least = NONE;
            for (int f = 0; f < features; f++) {
                long difference = row[f] - least;
                long down = difference & difference >> 63;
                row[f] -= down;
                least += down;
            }
            if (least == NONE) {
                return found;
            }
            smallest[found] = Double.longBitsToDouble(least);
        }
        return smallest.length;
    }

    private double together(int found, double surprise) {
        double largest = surprise - usual[0];
        double sum = largest;
        for (int k = 1; k < found; k++) {
            sum += surprise(smallest[k]) - usual[k];
        }
        return Math.max(0, 0.5 * largest + 0.5 * sum / found);
    }
}
