package io.tidewatch.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The score of the Numenta Anomaly Benchmark over a corpus: 0 for a detector that never alarms, 100 for one that alarms at
 * the start of every window only (Lavin & Ahmad 2015). Per window the best alarm counts; each alarm outside costs.
 *
 * @param score at most 100; may be negative
 * @param threshold a row is an alarm at or above it; infinite when no alarm is best
 */
public record NabScore(double score, double threshold) {

    /**
     * The score at the one threshold that is best for the whole corpus: the benchmark's published protocol, which looks at
     * the labels.
     */
    public static NabScore best(List<NabSeries> corpus, NabProfile profile) {
        Gains gains = new Gains(corpus, profile);
        double run = 0;
        double best = 0;
        double threshold = Double.POSITIVE_INFINITY;
        for (int i = 0; i < gains.steps.size(); i++) {
            run += gains.steps.get(i).gain;
            if (gains.lastOfItsScore(i) && run > best) {
                best = run;
                threshold = gains.steps.get(i).score;
            }
        }
        return new NabScore(gains.score(best), threshold);
    }

    /** The score at a threshold chosen elsewhere. */
    public static NabScore at(List<NabSeries> corpus, NabProfile profile, double threshold) {
        double gained = 0;
        double possible = 0;
        for (NabSeries series : corpus) {
            Map<Integer, Double> bestOfWindow = new TreeMap<>();
            for (int row = series.probation(); row < series.size(); row++) {
                int window = series.windowOf(row);
                boolean alarm = series.score(row) >= threshold;
                if (window < 0) {
                    gained += alarm ? series.gain(row) * profile.falseAlarm() : 0;
                } else {
                    double gain = alarm ? series.gain(row) * profile.found() : -profile.missed();
                    bestOfWindow.merge(window, gain, Math::max);
                }
            }
            for (double best : bestOfWindow.values()) {
                gained += Math.max(best, -profile.missed()) + profile.missed();
            }
            possible += series.windows() * profile.found() + bestOfWindow.size() * profile.missed();
        }
        return new NabScore(100 * gained / possible, threshold);
    }

    /**
     * A row on the way from the highest threshold to the lowest.
     *
     * @param gain what is gained when this row too becomes an alarm
     */
    private record Step(double score, double gain) {}

    /** What each row adds when the threshold sinks to its score, highest score first. */
    private static final class Gains {
        private final List<Step> steps = new ArrayList<>();
        private final NabProfile profile;
        private int windows;
        private int scoredWindows;

        private Gains(List<NabSeries> corpus, NabProfile profile) {
            this.profile = profile;
            corpus.forEach(this::add);
            if (windows == 0) {
                throw new IllegalArgumentException("no labelled window in " + corpus.size() + " series");
            }
            steps.sort(Comparator.comparingDouble(Step::score).reversed());
        }

        private void add(NabSeries series) {
            Map<Integer, List<Integer>> rowsOfWindow = new TreeMap<>();
            for (int row = series.probation(); row < series.size(); row++) {
                if (series.windowOf(row) < 0) {
                    steps.add(new Step(series.score(row), series.gain(row) * profile.falseAlarm()));
                } else {
                    rowsOfWindow
                            .computeIfAbsent(series.windowOf(row), window -> new ArrayList<>())
                            .add(row);
                }
            }
            windows += series.windows();
            scoredWindows += rowsOfWindow.size();
            rowsOfWindow.values().forEach(rows -> addWindow(series, rows));
        }

        private void addWindow(NabSeries series, List<Integer> rows) {
            rows.sort(Comparator.comparingDouble(series::score).reversed());
            double best = -profile.missed();
            for (int row : rows) {
                double better = Math.max(best, series.gain(row) * profile.found());
                steps.add(new Step(series.score(row), better - best));
                best = better;
            }
        }

        private boolean lastOfItsScore(int index) {
            return index == steps.size() - 1 || steps.get(index).score != steps.get(index + 1).score;
        }

        private double score(double gained) {
            return 100 * gained / (windows * profile.found() + scoredWindows * profile.missed());
        }
    }
}
