package io.tidewatch.evaluation.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evaluation.ShippedDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions made again from scores alone, against those of the detector itself. */
class DecisionReplayTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"0, 800", "700, 1700"})
    void replayOfTheShippedBudgetDecidesAsTheRunDid(int trainRows, int rows) throws IOException {
        Random random = new Random(7);
        double[] values = IntStream.range(0, rows)
                .mapToDouble(i -> 10 * Math.sin(i / 15.0) + random.nextGaussian() + (i % 211 == 200 ? i / 10.0 : 0))
                .toArray();
        Path path = Written.series(directory.resolve("s.csv"), values);
        SuiteSeries source = new SuiteSeries("s", path, null, trainRows);
        new DefaultRun(ShippedDetector.SPEC, Set.of()).run(source, 7, directory, done -> {});
        LabelledSeries series = LabelledSeries.read(source);
        ScoreFile scores = ScoreFile.read(ScoreFile.path(directory, "s"), rows);

        DecisionReplay replay = new DecisionReplay(series, scores);

        assertThat(raised(scores.raised())).isPositive();
        assertThat(rows(replay.raised(DetectorSpec.DEFAULT_FALSE_ALERTS_PER_DAY)))
                .isEqualTo(rows(scores.raised()));
        assertThat(NabFigures.otherwise(series, scores)).isZero();
        assertThat(raised(replay.raised(100))).as("a budget for more").isGreaterThan(raised(replay.raised(1e-6)));
    }

    /**
     * Anomaly scores of 2.5 and 9: with a budget of 0.1 a day at a row a minute the threshold is 3.08, after the
     * first day.
     */
    @Test
    void rowIsRaisedWhenItsSurpriseReachesTheBudgetsThreshold() throws IOException {
        LabelledSeries series = Written.labelled(directory, "t", 0, new int[2_400]);
        Path file = Written.scores(
                directory.resolve("t.scores.csv"),
                2_400,
                row -> row == 1_600 ? score(2.5) : row == 2_000 ? score(9) : score(row < 32 ? 0 : 0.1));
        ScoreFile scores = ScoreFile.read(file, 2_400);

        assertThat(rows(new DecisionReplay(series, scores).raised(0.1))).containsExactly(2_000);
        assertThat(rows(new DecisionReplay(series, scores).raised(1))).containsExactly(1_600, 2_000);
        assertThat(rows(new DecisionReplay(series, scores).raised(1e-9))).isEmpty();
    }

    private static String score(double anomalyScore) {
        return anomalyScore / (anomalyScore + 3) + ",0,0,0,0,0,";
    }

    private static int[] rows(boolean[] raised) {
        return IntStream.range(0, raised.length).filter(row -> raised[row]).toArray();
    }

    private static int raised(boolean[] raised) {
        return rows(raised).length;
    }
}
