package io.tidewatch.decision;

import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Channel.Sign;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measure;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The fusion of p-values as a sentence would say it: slow, with sorted lists. */
record PlainFusion(int features, double[] pValues) {

    private static double score(double pValue) {
        return -Math.log10(pValue);
    }

    /** The scores of a measure's features, the highest first. */
    private List<Double> scores(Measure measure) {
        int count = measure.channel().perFeature() ? features : 1;
        return IntStream.range(0, count)
                .mapToDouble(f -> pValues[Channels.LAYOUT.index(measure, f, features)])
                .filter(p -> !Double.isNaN(p))
                .map(PlainFusion::score)
                .boxed()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    double strongest(Measure measure) {
        return scores(measure).stream().findFirst().orElse(Double.NaN);
    }

    double pooled(Measure measure) {
        if (!measure.channel().perFeature()) {
            return strongest(measure);
        }
        List<Double> all = scores(measure);
        int most = Math.min(all.size(), (int) Math.ceil(Math.sqrt(features)));
        double[] beyond = IntStream.range(0, most)
                .mapToDouble(k -> all.get(k) - Math.log10((double) features / (k + 1)))
                .toArray();
        return most == 0
                ? Double.NaN
                : Math.max(
                        0,
                        0.5 * beyond[0] + 0.5 * Arrays.stream(beyond).average().orElseThrow());
    }

    private double channel(Channel channel) {
        double[] speaking = Channels.measures(channel).stream()
                .mapToDouble(this::pooled)
                .filter(score -> !Double.isNaN(score))
                .toArray();
        return features == 1 && !channel.perFeature() || speaking.length == 0
                ? Double.NaN
                : 0.5 * Arrays.stream(speaking).max().orElseThrow()
                        + 0.5 * Arrays.stream(speaking).average().orElseThrow();
    }

    double total() {
        double[] byChannel = Channels.ALL.stream().mapToDouble(this::channel).toArray();
        double[] speaking = Arrays.stream(byChannel)
                .filter(score -> !Double.isNaN(score))
                .sorted()
                .toArray();
        if (speaking.length == 0) {
            return 0;
        }
        double ofStrongest = ScoreFusion.weightOfStrongest(features);
        double strongerHalf = Arrays.stream(speaking, speaking.length / 2, speaking.length)
                .average()
                .orElseThrow();
        double mean = ofStrongest * strongerHalf
                + (1 - ofStrongest) * Arrays.stream(speaking).average().orElseThrow();
        if (!Double.isNaN(byChannel[Channels.index(Channels.RELATION)])) {
            double[] known = Arrays.stream(byChannel)
                    .map(score -> Double.isNaN(score) ? 0 : score)
                    .toArray();
            mean = DecisionParameters.MEAN_WEIGHT * mean
                    + ScoreFusion.patternWeight(ofStrongest) * Math.max(0, EvidencePattern.beyondUsual(known));
        }
        double reconstruction = byChannel[Channels.index(Channels.RECONSTRUCTION)];
        double share = ScoreFusion.reconstructionWeight(ofStrongest);
        return Double.isNaN(reconstruction) ? mean : (1 - share) * mean + share * reconstruction;
    }

    /** The strongest score of a feature by one of some measures; 0 when none speaks. */
    private double strongestOf(Predicate<Measure> which) {
        return Channels.MEASURES.stream()
                .filter(which)
                .mapToDouble(this::strongest)
                .filter(score -> !Double.isNaN(score))
                .max()
                .orElse(0);
    }

    double strongest(Sign sign) {
        return strongestOf(measure -> measure.channel().sign() == sign);
    }

    double distance() {
        return strongestOf(measure ->
                measure.horizon() == Horizon.NEWEST && measure.channel().sign() == Sign.POINT);
    }

    double newest() {
        return Channels.MEASURES.stream()
                .filter(measure -> measure.horizon() == Horizon.NEWEST)
                .filter(measure -> !measure.channel().followsRecentSteps())
                .mapToDouble(this::pooled)
                .filter(score -> !Double.isNaN(score))
                .max()
                .orElse(0);
    }

    boolean gradual() {
        return strongestOf(measure -> measure.horizon() == Horizon.LONG)
                > strongestOf(measure -> measure.horizon() != Horizon.LONG);
    }

    /** The feature that a measure of the newest step finds most anomalous; −1 when none speaks. */
    int mostAnomalous() {
        return IntStream.range(0, features)
                .boxed()
                .filter(f -> !Double.isNaN(least(f)))
                .min(Comparator.comparingDouble(this::least))
                .orElse(-1);
    }

    private double least(int feature) {
        return Channels.MEASURES.stream()
                .filter(measure -> measure.horizon() == Horizon.NEWEST)
                .mapToDouble(measure -> pValues[Channels.LAYOUT.index(measure, feature, features)])
                .filter(p -> !Double.isNaN(p))
                .min()
                .orElse(Double.NaN);
    }
}
