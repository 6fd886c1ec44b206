package io.tidewatch.decision;

import static io.tidewatch.decision.DecisionParameters.WEIGHT_OF_HIGHEST;

import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Measure;
import io.tidewatch.math.Logarithm;

/**
 * Pools the p-values of all features into one score for each measure: half the highest score, half the mean of about
 * the square root of all features, the highest, each less what it usually is. The k-th highest of n independent scores
 * is about log10(n / k). Owns its buffers; belongs to one thread.
 */
class FeaturePooling {
    /** Its bits come after those of all positive numbers. */
    static final long NONE = Double.doubleToRawLongBits(Double.NaN);

    final int features;

    /** What the scores of all features usually are, the highest first; so many are looked at. */
    final double[] usual;

    /** Per measure the highest score of a feature; NaN: the measure does not speak. */
    final double[] strongest = new double[Channels.MEASURES.size()];

    /** Per measure what its features come to together: how high one feature alone would have to be; NaN likewise. */
    final double[] pooled = new double[Channels.MEASURES.size()];

    /** The smallest p-values of a measure, ascending. */
    private final double[] smallest;

    /**
     * The p-values of a measure as bits: those of positive numbers are in the order of the numbers, any NaN is last.
     */
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

    /** −log10 of a p-value in (0, 1]. */
    static double score(double pValue) {
        return Math.max(0, -Logarithm.toBase10(pValue));
    }

    /**
     * @param pValues by {@link io.tidewatch.evidence.EvidenceLayout#index}, in (0, 1]; NaN: the measure does not speak
     */
    final void pool(double[] pValues) {
        poolFeatures(pValues);
        for (int measure = Channels.PER_FEATURE; measure < strongest.length; measure++) {
            strongest[measure] = score(pValues[Channels.PER_FEATURE * (features - 1) + measure]);
            pooled[measure] = strongest[measure];
        }
    }

    /** The highest score of a feature in the last step; NaN: the measure does not speak. */
    final double strongest(Measure measure) {
        return strongest[measure.index()];
    }

    /** What the features came to together in the last step; NaN likewise. */
    final double pooled(Measure measure) {
        return pooled[measure.index()];
    }

    /** Pools the measures that have a p-value per feature. */
    void poolFeatures(double[] pValues) {
        for (int measure = 0; measure < Channels.PER_FEATURE; measure++) {
            int found = findSmallest(pValues, measure * features);
            strongest[measure] = found == 0 ? Double.NaN : score(smallest[0]);
            pooled[measure] = found == 0 ? Double.NaN : pooled(found, strongest[measure]);
        }
    }

    /**
     * Collects the smallest p-values of a measure; returns how many there are. Each pass takes the smallest out of a
     * row, by arithmetic: which it is cannot be predicted, and a mispredicted branch costs more.
     */
    private int findSmallest(double[] pValues, int first) {
        for (int f = 0; f < features; f++) {
            row[f] = Double.doubleToLongBits(pValues[first + f]);
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

    private double pooled(int found, double highest) {
        double largest = highest - usual[0];
        double sum = largest;
        for (int k = 1; k < found; k++) {
            sum += score(smallest[k]) - usual[k];
        }
        return Math.max(0, WEIGHT_OF_HIGHEST * largest + (1 - WEIGHT_OF_HIGHEST) * sum / found);
    }
}
