package io.tidewatch.cli;

import io.tidewatch.evaluation.BacktestTally;
import io.tidewatch.window.LeftOut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a backtest tells of one file.
 *
 * @param name of the series
 * @param file where its rows are
 * @param tally of its rows
 * @param windowSteps how many steps must have closed before one is judged
 */
record BacktestSummary(String name, Path file, BacktestTally tally, int windowSteps) {

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"series\":\"%s\",\"rows\":%d,\"raised\":%d,\"messages\":%d,\"judged\":%d,\"late\":%d,\"early\":%d}",
                name,
                tally.rows(),
                tally.raised(),
                tally.messages(),
                tally.judged(),
                tally.leftOut(LeftOut.LATE),
                tally.leftOut(LeftOut.EARLY));
    }

    String line() {
        return name + ": " + Count.of(tally.rows(), "row") + ", " + Count.of(tally.raised(), "alert") + " raised, "
                + Count.of(tally.messages(), "message");
    }

    /** What makes the scores mean less than they seem to, each with its remedy. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (tally.leftOut(LeftOut.LATE) > 0) {
            warnings.add(leftOut(LeftOut.LATE) + "came after their step had closed, first at line "
                    + tally.firstLine(LeftOut.LATE) + "; they were left out: sort the file by time");
        }
        if (tally.leftOut(LeftOut.EARLY) > 0) {
            warnings.add(leftOut(LeftOut.EARLY) + "had a time far ahead of the rows around them, first at line "
                    + tally.firstLine(LeftOut.EARLY) + "; they were left out: correct their time");
        }
        if (tally.rows() == 0) {
            warnings.add(file + " has a header but no rows; nothing was judged: put rows in");
        } else if (tally.judged() == 0) {
            warnings.add(file + ": none of " + tally.rows() + " rows was judged: before that, a window of "
                    + windowSteps + " steps must have closed, after all that is learned from; give more rows, learn"
                    + " from fewer (--train-rows, --train-fraction), or take shorter windows (window.steps)");
        }
        return warnings;
    }

    private String leftOut(LeftOut cause) {
        return file + ": " + tally.leftOut(cause) + " of " + tally.rows() + " rows ";
    }
}
