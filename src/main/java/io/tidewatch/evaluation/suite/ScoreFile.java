package io.tidewatch.evaluation.suite;

import io.tidewatch.alert.AlertAssembler;
import io.tidewatch.series.SeriesException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a backtest wrote of each row of a series: {@code NAME.scores.csv}. Immutable. */
final class ScoreFile {
    private static final List<String> EVIDENCE = List.of("point", "contextual", "collective");

    private final double[] scores;
    private final List<double[]> evidence;
    private final boolean[] alert;
    private final boolean[] raised;

    private ScoreFile(double[] scores, List<double[]> evidence, boolean[] alert, boolean[] raised) {
        this.scores = scores;
        this.evidence = evidence;
        this.alert = alert;
        this.raised = raised;
    }

    /** Where the scores of a series are. */
    static Path path(Path directory, String series) {
        return directory.resolve(series + ".scores.csv");
    }

    /**
     * Reads a file.
     *
     * @param rows how many there must be
     * @throws SeriesException when it cannot be read, or has another number of rows
     */
    static ScoreFile read(Path path, int rows) {
        List<double[]> numbers = new ArrayList<>();
        new CsvTable(path)
                .read(line -> numbers.add(new double[] {
                    Double.parseDouble(line.getField("score")),
                    Double.parseDouble(line.getField(EVIDENCE.get(0))),
                    Double.parseDouble(line.getField(EVIDENCE.get(1))),
                    Double.parseDouble(line.getField(EVIDENCE.get(2))),
                    Double.parseDouble(line.getField("alert")),
                    Double.parseDouble(line.getField("raised"))
                }));
        if (numbers.size() != rows) {
            throw new SeriesException(path + " has " + numbers.size() + " rows, its series has " + rows
                    + "; are the scores of another version of it? Run without --from-scores to make them anew");
        }
        boolean[] alert = new boolean[rows];
        boolean[] raised = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            alert[i] = numbers.get(i)[4] != 0;
            raised[i] = numbers.get(i)[5] != 0;
        }
        return new ScoreFile(
                column(numbers, 0), List.of(column(numbers, 1), column(numbers, 2), column(numbers, 3)), alert, raised);
    }

    private static double[] column(List<double[]> numbers, int column) {
        return numbers.stream().mapToDouble(row -> row[column]).toArray();
    }

    int rows() {
        return scores.length;
    }

    /** A copy of the scores, 0..1. */
    double[] scores() {
        return scores.clone();
    }

    /** The anomaly score of a row, from which its score was made. */
    double anomalyScore(int row) {
        return AlertAssembler.anomalyScore(scores[row]);
    }

    /** Names of the kinds of evidence. */
    static List<String> evidenceNames() {
        return EVIDENCE;
    }

    /** A copy of one kind of evidence, −log10 of a tail probability. */
    double[] evidence(int kind) {
        return evidence.get(kind).clone();
    }

    /** Per row: whether an incident is open. */
    boolean[] alert() {
        return alert.clone();
    }

    /** Per row: whether an alert was published as new or clearly worse. */
    boolean[] raised() {
        return raised.clone();
    }
}
