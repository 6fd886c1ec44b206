package io.tidewatch.alert;

import io.tidewatch.calibration.EvidenceCalibration;
import io.tidewatch.decision.FeatureScores;
import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Expectations;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measure;
import io.tidewatch.evidence.ModelInsight;
import io.tidewatch.model.CellSpread;
import io.tidewatch.window.FeatureScale;
import io.tidewatch.window.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a step is anomalous: which cells of the window carry the evidence, and what was expected there.
 *
 * <p>Each feature is explained by the measure that finds it most anomalous. Features share the evidence by their
 * scores;
 * inside a feature the steps of the measure's horizon share it by their squared residual.
 */
public final class Explanation {
    /** Most parts that an alert names. */
    private static final int LARGEST_PARTS = 8;

    /** A feature below this score (one step in ten) explains nothing. */
    private static final double LOWEST_SCORE = 1;

    /** The band holds all but this share of the usual deviations of a single step. */
    private static final double OUTSIDE_BAND = 0.01;

    /** The window keeps values to about this share of them. */
    private static final double SAME_NUMBER = 1e-5;

    private static final Measure LEVEL = Channels.measure(Channels.LEVEL, Horizon.NEWEST);
    private static final Measure WINDOW_ERROR = Channels.measure(Channels.WINDOW_ERROR, Horizon.LONG);

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
    private final Expectations expectations;
    /** By feature the measure that finds it most anomalous. */
    private final Measure[] speaker;

    private final @Nullable ModelInsight insight;
    /** How far off the model expects cells to be, by how many steps were hidden. */
    private final Map<Integer, Optional<ModelInsight.Scales>> scales = new HashMap<>();

    private final List<Part> parts = new ArrayList<>();
    /** By feature, of all parts. */
    private final Map<Integer, Double> shares = new HashMap<>();

    private Explanation(Window window, Expectations expectations, Measure[] speaker, @Nullable ModelInsight insight) {
        this.window = window;
        this.expectations = expectations;
        this.speaker = speaker;
        this.insight = expectations.reconstructed() ? insight : null;
    }

    /**
     * @param window that ends with it
     * @param expectations of the channels for that window
     * @param scores of the channels
     * @param insight of the model in use; null: there is none
     */
    public static Explanation of(
            Window window,
            Expectations expectations,
            FeatureScores scores,
            EvidenceCalibration calibration,
            @Nullable ModelInsight insight) {
        int features = window.features();
        Measure[] speaker = new Measure[features];
        double[] highest = new double[features];
        for (int f = 0; f < features; f++) {
            speaker[f] = LEVEL;
            for (Measure measure : Channels.MEASURES.subList(0, Channels.PER_FEATURE)) {
                double score = scores.of(measure, f);
                if (score > highest[f]) {
                    highest[f] = score;
                    speaker[f] = measure;
                }
            }
        }
        double strongest = Arrays.stream(highest).max().orElse(0);
        boolean whole = scores.of(WINDOW_ERROR, 0) > strongest && expectations.reconstructed();
        if (whole) {
            Arrays.fill(speaker, WINDOW_ERROR);
        }
        Explanation explanation = new Explanation(window, expectations, speaker, insight);
        if (whole) {
            explanation.addWindow(calibration);
        } else {
            explanation.addFeatures(highest, calibration);
        }
        return explanation;
    }

    /** The code of the window, as the model computes it; null when it has none. */
    @Nullable
    List<Float> code() {
        if (insight == null) {
            return null;
        }
        List<Float> code = insight.code(expectations.input());
        return code.isEmpty() ? null : code;
    }

    /**
     * The cells that carry most, those of the feature that carries most first, each feature's largest first; empty when
     * no value is anomalous (silence). A feature that is odd for many steps has a small share in each.
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
        return window.scale(feature).possible(expectations.of(speaker[feature], step, feature));
    }

    private void addFeatures(double[] scores, EvidenceCalibration calibration) {
        double total = 0;
        for (double of : scores) {
            total += of >= LOWEST_SCORE ? of * of : 0;
        }
        for (int f = 0; f < scores.length; f++) {
            if (scores[f] < LOWEST_SCORE) {
                continue;
            }
            int length = speaker[f].horizon().length(window.steps());
            double squares = 0;
            for (int t = window.steps() - length; t < window.steps(); t++) {
                squares += squaredResidual(t, f);
            }
            for (int t = window.steps() - length; t < window.steps(); t++) {
                double share = squares == 0 ? 0 : scores[f] * scores[f] / total * squaredResidual(t, f) / squares;
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
            double usual = calibration.upper(single(speaker[feature]), feature, OUTSIDE_BAND);
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
        Measure measure = speaker[feature];
        if (insight == null || measure.channel().source() != Channel.Source.NETWORK) {
            return Double.NaN;
        }
        ModelInsight asked = insight;
        int length = measure.channel().perFeature() ? measure.horizon().length(window.steps()) : 0;
        int hidden = step >= window.steps() - length ? length : 0;
        return scales.computeIfAbsent(hidden, steps -> asked.scales(expectations.input(), steps))
                .map(of -> CellSpread.scalesHoldingAllBut(OUTSIDE_BAND) * of.of(step, feature))
                .orElse(Double.NaN);
    }

    /** The measure of one step whose usual magnitude gives the band: in the feature's unit, by the same expectation. */
    private static Measure single(Measure measure) {
        if (!measure.channel().perFeature()) {
            return Channels.measure(Channels.RECONSTRUCTION, Horizon.NEWEST);
        }
        return measure.channel().inUnitOfFeature()
                ? Channels.measures(measure.channel()).get(0)
                : LEVEL;
    }

    private double squaredResidual(int step, int feature) {
        double actual = window.value(step, feature);
        double expected = expected(step, feature);
        double residual = (actual - expected) / window.scale(feature).scale();
        return Double.isNaN(residual) || !expectations.filter(feature).covers(actual, expected)
                ? 0
                : residual * residual;
    }

    private double squaredError(int step, int feature) {
        double off = window.cell(step, feature) - expectations.reconstruction(step, feature);
        boolean counts = expectations.filter(feature).covers(window.value(step, feature), expected(step, feature));
        return Double.isNaN(off) || !counts ? 0 : off * off;
    }
}
