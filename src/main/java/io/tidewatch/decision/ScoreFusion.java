package io.tidewatch.decision;

import static io.tidewatch.decision.DecisionParameters.WEIGHT_OF_HIGHEST;

import io.tidewatch.calibration.CalibratedStep;
import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Channel.Sign;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measure;
import io.tidewatch.math.Vectors;
import io.tidewatch.window.Window;
import java.util.List;
import java.util.Set;

/**
 * Fuses the p-values of a step into one score. Each channel gives one score: how anomalous the step is against the
 * entity's level, its season, its model, the other features, the steps before, its usual movement, and as a whole. The
 * stronger half of the channels decides, with many features together with the mean of all: what only one of them finds
 * anomalous must be very anomalous, what many find so need not be. Where relations between features are known, it
 * counts more whether the channels agree in one of the {@linkplain EvidencePattern patterns} of anomalies. With many
 * features the autoencoder's reconstruction has a share of its own: it alone expects each value from all others and
 * from the past together. Owns its buffers; belongs to one thread.
 */
public final class ScoreFusion {
    private static final List<Measure> OF_NEWEST = Channels.MEASURES.stream()
            .filter(measure -> measure.horizon() == Horizon.NEWEST)
            .toList();

    /** The measures of the newest step whose expectation does not follow the steps before. */
    private static final List<Measure> LASTING = OF_NEWEST.stream()
            .filter(measure -> !measure.channel().followsRecentSteps())
            .toList();

    private final int features;
    private final ForecastSkill skill;
    private final FeaturePooling pooling;

    /** Of the stronger half of the channels; the mean of all has the rest. */
    private final double weightOfStrongest;

    /** None with few features. */
    private final double reconstructionWeight;

    /** Less with many features: patterns too are the strongest of several. */
    private final double patternWeight;

    private final List<Channel> channels;

    /** Their scores, descending. */
    private final double[] descending;

    /** Scores by channel; 0 where there is none. */
    private final double[] ofChannel = new double[Channels.ALL.size()];

    /** @param without channels left out, to see what they add */
    public ScoreFusion(int features, Set<Channel> without) {
        this.features = features;
        this.channels = Channels.ALL.stream()
                .filter(channel -> !without.contains(channel))
                .toList();
        this.descending = new double[channels.size()];
        this.skill = new ForecastSkill(features);
        boolean vectors = Vectors.worthIt() && features >= VectorFeaturePooling.WORTH_IT;
        this.pooling = vectors ? new VectorFeaturePooling(features) : new FeaturePooling(features);
        this.weightOfStrongest = weightOfStrongest(features);
        this.patternWeight = patternWeight(weightOfStrongest);
        this.reconstructionWeight = reconstructionWeight(weightOfStrongest);
    }

    static double weightOfStrongest(int features) {
        return Math.min(1, DecisionParameters.ALL_WEIGHT / Math.sqrt(features));
    }

    static double reconstructionWeight(double weightOfStrongest) {
        return DecisionParameters.RECONSTRUCTION_WEIGHT * (1 - weightOfStrongest);
    }

    static double patternWeight(double weightOfStrongest) {
        return DecisionParameters.PATTERN_WEIGHT * Math.pow(weightOfStrongest, DecisionParameters.PATTERN_POWER);
    }

    /**
     * @param window with the step
     * @param silence of the entity, −log10 of its probability; 0 if there is none
     */
    public ScoredStep fuse(CalibratedStep step, Window window, double silence) {
        double[] pValues = step.pValues();
        double distance = distance(pValues);
        skill.mute(step, pValues);
        pooling.pool(pValues);
        boolean farOff = distance >= DecisionParameters.FAR_OFF || mostAnomalousIsOutside(pValues, window);
        double total = Math.max((float) fused(), (float) silence);
        AnomalyScore score = new AnomalyScore(total, silence, newest(), farOff, gradual());
        return new ScoredStep(
                score,
                distance,
                strongest(Sign.CONTEXTUAL),
                strongest(Sign.COLLECTIVE),
                new FeatureScores(features, pValues));
    }

    /** How far off the newest values are by their level alone, also those that another channel predicts. */
    private double distance(double[] pValues) {
        double least = 1;
        for (Measure measure : OF_NEWEST) {
            if (measure.channel().sign() == Sign.POINT) {
                int first = Channels.LAYOUT.index(measure, 0, features);
                for (int i = first; i < first + features; i++) {
                    least = pValues[i] < least ? pValues[i] : least;
                }
            }
        }
        return FeaturePooling.score(least);
    }

    /** Whether the most anomalous feature is beyond its range. Seldom is any: only then it is looked for. */
    private boolean mostAnomalousIsOutside(double[] pValues, Window window) {
        boolean any = false;
        for (int f = 0; f < features; f++) {
            any |= window.scale(f).outside();
        }
        int odd = any ? mostAnomalous(pValues) : -1;
        return odd >= 0 && window.scale(odd).outside();
    }

    /** The feature that one of the measures of the newest step finds most anomalous; −1 when none does. */
    private int mostAnomalous(double[] pValues) {
        int index = -1;
        for (Measure measure : OF_NEWEST) {
            int first = Channels.LAYOUT.index(measure, 0, features);
            for (int i = first; i < first + features; i++) {
                if (index < 0 || pValues[i] < pValues[index]) {
                    index = Double.isNaN(pValues[i]) ? index : i;
                }
            }
        }
        return index < 0 ? -1 : index % features;
    }

    private double newest() {
        double newest = 0;
        for (Measure measure : LASTING) {
            double of = pooling.pooled(measure);
            newest = of > newest ? of : newest;
        }
        return newest;
    }

    private boolean gradual() {
        double single = 0;
        double run = 0;
        for (Measure measure : Channels.MEASURES) {
            double of = pooling.strongest(measure);
            if (measure.horizon() == Horizon.LONG) {
                run = of > run ? of : run;
            } else {
                single = of > single ? of : single;
            }
        }
        return run > single;
    }

    private double strongest(Sign sign) {
        double most = 0;
        for (Measure measure : Channels.MEASURES) {
            double of = pooling.strongest(measure);
            most = measure.channel().sign() == sign && of > most ? of : most;
        }
        return most;
    }

    private double fused() {
        int speaking = 0;
        boolean related = false;
        double reconstruction = Double.NaN;
        for (Channel channel : channels) {
            double of = ofChannel(channel);
            boolean speaks = !Double.isNaN(of);
            ofChannel[Channels.index(channel)] = speaks ? of : 0;
            related |= speaks && channel == Channels.RELATION;
            reconstruction = channel == Channels.RECONSTRUCTION ? of : reconstruction;
            if (speaks) {
                insert(of, speaking++);
            }
        }
        if (speaking == 0) {
            return 0;
        }
        double mean = weightOfStrongest * mean((speaking + 1) / 2) + (1 - weightOfStrongest) * mean(speaking);
        double together = related ? withPatterns(mean) : mean;
        return Double.isNaN(reconstruction)
                ? together
                : (1 - reconstructionWeight) * together + reconstructionWeight * reconstruction;
    }

    private double withPatterns(double mean) {
        return DecisionParameters.MEAN_WEIGHT * mean
                + patternWeight * Math.max(0, EvidencePattern.beyondUsual(ofChannel));
    }

    /** Puts a score in its place among the others. */
    private void insert(double score, int others) {
        int at = others;
        while (at > 0 && descending[at - 1] < score) {
            descending[at] = descending[at - 1];
            at--;
        }
        descending[at] = score;
    }

    /** The mean of so many scores, the strongest. */
    private double mean(int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += descending[i];
        }
        return sum / count;
    }

    /** Half of a channel's strongest measure plus half of the mean of those that speak; NaN when none does. */
    private double ofChannel(Channel channel) {
        if (features == 1 && !channel.perFeature()) {
            // The error of one feature's window is what the model's other channels tell, and they tell it sharper.
            return Double.NaN;
        }
        double largest = 0;
        double sum = 0;
        int speaking = 0;
        for (Measure measure : Channels.measures(channel)) {
            double score = pooling.pooled(measure);
            if (!Double.isNaN(score)) {
                largest = Math.max(largest, score);
                sum += score;
                speaking++;
            }
        }
        return speaking == 0 ? Double.NaN : WEIGHT_OF_HIGHEST * largest + (1 - WEIGHT_OF_HIGHEST) * sum / speaking;
    }
}
