package io.tidewatch.evaluation.suite;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evaluation.NabProfile;
import io.tidewatch.evaluation.NabScore;
import io.tidewatch.evaluation.NabSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The scores of the Numenta Anomaly Benchmark over a whole suite, in its three profiles. */
final class NabFigures {
    private static final Map<NabProfile, Metric> ORACLE = Map.of(
            NabProfile.STANDARD, Metric.NAB_STANDARD,
            NabProfile.REWARD_LOW_FP_RATE, Metric.NAB_LOW_FP,
            NabProfile.REWARD_LOW_FN_RATE, Metric.NAB_LOW_FN);

    private static final Map<NabProfile, Metric> SHIPPED = Map.of(
            NabProfile.STANDARD, Metric.SHIPPED_STANDARD,
            NabProfile.REWARD_LOW_FP_RATE, Metric.SHIPPED_LOW_FP,
            NabProfile.REWARD_LOW_FN_RATE, Metric.SHIPPED_LOW_FN);

    /** Alert budgets tried, false alerts per entity and day: four a decade. */
    private static final double[] BUDGETS = IntStream.rangeClosed(-32, 8)
            .mapToDouble(i -> Math.pow(10, i / 4.0))
            .toArray();

    private NabFigures() {}

    /** The benchmark's own protocol: each row at or above one threshold is an alarm; the best threshold for all series. */
    static Figures ofScores(List<LabelledSeries> suite, List<double[]> scores) {
        if (!labelled(suite)) {
            return Figures.NONE;
        }
        List<NabSeries> corpus = new ArrayList<>();
        for (int i = 0; i < suite.size(); i++) {
            corpus.add(series(suite.get(i), scores.get(i)));
        }
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        ORACLE.forEach((profile, metric) ->
                figures.put(metric, NabScore.best(corpus, profile).score()));
        return new Figures(figures);
    }

    /** Each raised row is an alarm: at the best of many alert budgets, one for all series, and at the shipped one. */
    static Figures ofDecisions(List<LabelledSeries> suite, List<ScoreFile> files) {
        if (!labelled(suite)) {
            return Figures.NONE;
        }
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        List<boolean[]> shipped = files.stream().map(ScoreFile::raised).toList();
        score(suite, shipped).forEach((profile, score) -> {
            figures.put(SHIPPED.get(profile), score);
            figures.put(ORACLE.get(profile), score);
        });
        for (double budget : BUDGETS) {
            List<boolean[]> raised = new ArrayList<>();
            for (int i = 0; i < suite.size(); i++) {
                raised.add(new DecisionReplay(suite.get(i), files.get(i)).raised(budget));
            }
            score(suite, raised).forEach((profile, score) -> figures.merge(ORACLE.get(profile), score, Math::max));
        }
        return new Figures(figures);
    }

    /**
     * Rows that a replay of the shipped budget decides otherwise than the run itself did. Not 0: something in the decision
     * has an influence on the evidence, and the figures of other budgets are estimates.
     */
    static int otherwise(LabelledSeries series, ScoreFile file) {
        boolean[] replayed = new DecisionReplay(series, file).raised(DetectorSpec.DEFAULT_FALSE_ALERTS_PER_DAY);
        boolean[] run = file.raised();
        return (int) IntStream.range(0, run.length)
                .filter(i -> replayed[i] != run[i])
                .count();
    }

    private static Map<NabProfile, Double> score(List<LabelledSeries> suite, List<boolean[]> raised) {
        List<NabSeries> corpus = new ArrayList<>();
        for (int i = 0; i < suite.size(); i++) {
            boolean[] flags = raised.get(i);
            double[] alarms = IntStream.range(0, flags.length)
                    .mapToDouble(row -> flags[row] ? 1 : 0)
                    .toArray();
            corpus.add(series(suite.get(i), alarms));
        }
        Map<NabProfile, Double> scores = new EnumMap<>(NabProfile.class);
        for (NabProfile profile : NabProfile.values()) {
            scores.put(profile, NabScore.at(corpus, profile, 0.5).score());
        }
        return scores;
    }

    /** Rows to learn from raise no alarm before all others do. */
    private static NabSeries series(LabelledSeries series, double[] scores) {
        double[] scored = scores.clone();
        double lowest = Arrays.stream(scores).min().orElse(0);
        Arrays.fill(scored, 0, series.trainRows(), lowest);
        return NabSeries.ofRows(scored, series.windows());
    }

    private static boolean labelled(List<LabelledSeries> suite) {
        return suite.stream().anyMatch(series -> !series.windows().isEmpty());
    }
}
