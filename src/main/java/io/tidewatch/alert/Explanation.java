package io.tidewatch.alert;

import io.tidewatch.calibration.EvidenceCalibration;
import io.tidewatch.decision.FusedScore;
import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.ModelInsight;
import io.tidewatch.model.CellSpread;
import io.tidewatch.window.FeatureScale;
import io.tidewatch.window.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a step is surprising: which cells of the window carry the evidence, and what was expected there.
 *
 * <p>Each feature speaks through its most surprising channel. Features share the evidence by their surprise; inside a
 * feature the steps of the channel's block share it by their squared residual.
 */
final class Explanation {
    /** Parts told at most. */
    private static final int LARGEST_PARTS = 8;

    /** A feature below this surprise (one step in ten) explains nothing. */
    private static final double LOWEST_SURPRISE = 1;

    /** The band holds all but this share of the usual deviations of a single step. */
    private static final double OUTSIDE_BAND = 0.01;

    /** The window keeps values to about this share of them. */
    private static final double SAME_NUMBER = 1e-5;

    private static final Channel[] PER_FEATURE = java.util.Arrays.stream(Channel.values())
            .filter(Channel::perFeature)
            .toArray(Channel[]::new);

    /**
     * One cell that carries evidence.
     *
     * @param expected in the feature's unit
     * @param lower end of the band of usual deviations, in the feature's unit
     * @param upper end of that band
     * @param share of the evidence, 0..1
     */
    record Part(int feature, int step, double expected, double lower, double upper, double share) {
        /** The same of a feature that counts: what is expected is a whole number, and so are the ends of the band. */
        Part whole() {
            double nearest = Math.rint(expected);
            return new Part(
                    feature,
                    step,
                    nearest,
                    Math.min(nearest, Math.ceil(lower)),
                    Math.max(nearest, Math.floor(upper)),
                    share);
        }
    }

    private final Window window;
    private final EvidenceCalculator evidence;
    private final Channel[] speaker;
    private final @Nullable ModelInsight insight;
    /** How far off the model expects cells to be, by how many steps were hidden. */
    private final Map<Integer, Optional<ModelInsight.Scales>> scales = new HashMap<>();

    private final List<Part> parts;
    /** By feature, of all parts. */
    private final Map<Integer, Double> shares = new HashMap<>();

    private Explanation(
            Window window,
            EvidenceCalculator evidence,
            Channel[] speaker,
            @Nullable ModelInsight insight,
            List<Part> parts) {
        this.window = window;
        this.evidence = evidence;
        this.speaker = speaker;
        this.insight = evidence.reconstructed() ? insight : null;
        this.parts = parts;
    }

    static Explanation of(
            Window window,
            EvidenceCalculator evidence,
            EvidenceCalibration calibration,
            FusedScore judgement,
            @Nullable ModelInsight insight) {
        int features = window.features();
        Channel[] speaker = new Channel[features];
        double[] surprise = new double[features];
        double windowSurprise = judgement.strongest(Channel.WINDOW);
        for (int f = 0; f < features; f++) {
            speaker[f] = Channel.POINT_1;
            for (Channel channel : PER_FEATURE) {
                double of = judgement.surprise(channel, f);
                if (of > surprise[f]) {
                    surprise[f] = of;
                    speaker[f] = channel;
                }
            }
        }
        double strongest = java.util.Arrays.stream(surprise).max().orElse(0);
        Explanation explanation = new Explanation(window, evidence, speaker, insight, new ArrayList<>());
        if (windowSurprise > strongest && evidence.reconstructed()) {
            java.util.Arrays.fill(speaker, Channel.WINDOW);
            explanation.addWindow(calibration);
        } else {
            explanation.addFeatures(surprise, calibration);
        }
        return explanation;
    }

    /**
     * The cells that carry most, those of the feature that carries most first, each feature's largest first; empty when no
     * value is surprising (silence). A feature that is odd for many steps has a small share in each.
     */
    List<Part> parts() {
        Comparator<Part> byFeature = Comparator.comparingDouble(part -> -share(part.feature()));
        Comparator<Part> byShare = Comparator.comparingDouble(Part::share).reversed();
        Comparator<Part> inOrder = byFeature.thenComparingInt(Part::feature).thenComparing(byShare);
        Stream<Part> first = parts.stream().min(inOrder).stream();
        return Stream.concat(first, parts.stream().sorted(byShare))
                .distinct()
                .limit(LARGEST_PARTS)
                .sorted(inOrder)
                .toList();
    }

    /** Share of the evidence that a feature carries, in all its cells, 0..1. */
    double share(int feature) {
        return shares.computeIfAbsent(feature, of -> parts.stream()
                .filter(part -> part.feature() == of)
                .mapToDouble(Part::share)
                .sum());
    }

    /** What was expected in a cell, in the feature's unit; NaN when nothing was. */
    double expected(int step, int feature) {
        return window.scale(feature).possible(unbounded(step, feature));
    }

    private double unbounded(int step, int feature) {
        FeatureScale scale = window.scale(feature);
        Channel channel = speaker[feature];
        int blockStart = window.steps() - Horizon.length(channel.block(), window.steps());
        double seasonal = window.value(step, feature) - window.seasonalResidual(step, feature) * scale.scale();
        return switch (channel.family()) {
            case MASKED ->
                scale.denormalise(evidence.reconstruction(step >= blockStart ? channel.block() : -1, step, feature));
            case WINDOW -> scale.denormalise(evidence.reconstruction(-1, step, feature));
            case SEASONAL -> seasonal;
            case POINT -> scale.runningMedian();
            case MOTION, STILLNESS -> Double.isNaN(seasonal) ? scale.runningMedian() : seasonal;
            case RELATION, SEQUENCE -> {
                double value = window.value(step, feature);
                yield step >= blockStart ? value - scale.scale() * evidence.offLikely(channel, feature) : value;
            }
        };
    }

    private void addFeatures(double[] surprise, EvidenceCalibration calibration) {
        double total = 0;
        for (double of : surprise) {
            total += of >= LOWEST_SURPRISE ? of * of : 0;
        }
        for (int f = 0; f < surprise.length; f++) {
            if (surprise[f] < LOWEST_SURPRISE) {
                continue;
            }
            int length = Horizon.length(speaker[f].block(), window.steps());
            double squares = 0;
            for (int t = window.steps() - length; t < window.steps(); t++) {
                squares += squaredResidual(t, f);
            }
            for (int t = window.steps() - length; t < window.steps(); t++) {
                double share = squares == 0 ? 0 : surprise[f] * surprise[f] / total * squaredResidual(t, f) / squares;
                add(t, f, share, calibration);
            }
        }
    }

    private void addWindow(EvidenceCalibration calibration) {
        double squares = 0;
        for (int f = 0; f < window.features(); f++) {
            for (int t = 0; t < window.steps(); t++) {
                squares += squaredError(t, f);
            }
        }
        for (int f = 0; f < window.features(); f++) {
            for (int t = 0; t < window.steps(); t++) {
                add(t, f, squares == 0 ? 0 : squaredError(t, f) / squares, calibration);
            }
        }
    }

    private void add(int step, int feature, double share, EvidenceCalibration calibration) {
        double expected = expected(step, feature);
        if (share > 0 && !Double.isNaN(expected)) {
            FeatureScale scale = window.scale(feature);
            double learned = learnedBand(step, feature);
            double usual = calibration.upper(single(feature), feature, OUTSIDE_BAND);
            double centre = scale.normalise(expected);
            double lower = Double.isNaN(learned) ? expected - usual : scale.denormalise(centre - learned);
            double upper = Double.isNaN(learned) ? expected + usual : scale.denormalise(centre + learned);
            Part part = new Part(feature, step, expected, scale.possible(lower), scale.possible(upper), share);
            parts.add(whole(feature) ? part.whole() : part);
        }
    }

    /** Whether the feature counts: all its values in the window are whole numbers. */
    private boolean whole(int feature) {
        return IntStream.range(0, window.steps())
                .mapToDouble(step -> window.value(step, feature))
                .allMatch(value -> Double.isNaN(value)
                        || Math.abs(value - Math.rint(value)) <= SAME_NUMBER * Math.max(1, Math.abs(value)));
    }

    /** Half width of the band that the model itself expects, in normalised units; NaN when it expects none. */
    private double learnedBand(int step, int feature) {
        Channel channel = speaker[feature];
        if (insight == null || channel.family() != Channel.Family.MASKED && channel.family() != Channel.Family.WINDOW) {
            return Double.NaN;
        }
        ModelInsight asked = insight;
        int length = channel.family() == Channel.Family.MASKED ? Horizon.length(channel.block(), window.steps()) : 0;
        int hidden = step >= window.steps() - length ? length : 0;
        return scales.computeIfAbsent(hidden, steps -> asked.scales(evidence.input(), steps))
                .map(of -> CellSpread.scalesHoldingAllBut(OUTSIDE_BAND) * of.of(step, feature))
                .orElse(Double.NaN);
    }

    /** The channel that looks at one step in the way the speaker does. */
    private Channel single(int feature) {
        return switch (speaker[feature].family()) {
            case POINT, MOTION, STILLNESS -> Channel.POINT_1;
            case SEASONAL -> Channel.SEASONAL_1;
            case MASKED, WINDOW -> Channel.MASKED_1;
            case RELATION -> Channel.RELATION_1;
            case SEQUENCE -> Channel.SEQUENCE_1;
        };
    }

    private double squaredResidual(int step, int feature) {
        double actual = window.value(step, feature);
        double expected = expected(step, feature);
        double residual = (actual - expected) / window.scale(feature).scale();
        return Double.isNaN(residual) || !evidence.interest(feature).covers(actual, expected) ? 0 : residual * residual;
    }

    private double squaredError(int step, int feature) {
        double off = window.cell(step, feature) - evidence.reconstruction(-1, step, feature);
        boolean counts = evidence.interest(feature).covers(window.value(step, feature), expected(step, feature));
        return Double.isNaN(off) || !counts ? 0 : off * off;
    }
}
