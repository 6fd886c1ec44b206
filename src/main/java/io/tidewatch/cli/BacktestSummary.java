package io.tidewatch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.evaluation.BacktestTally;
import io.tidewatch.text.Readable;
import io.tidewatch.window.LeftOut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a backtest reports of one file.
 *
 * @param name of the series
 * @param path where its rows are
 * @param tally of its rows
 * @param windowSteps how many steps must have closed before one is scored
 */
record BacktestSummary(String name, Path path, BacktestTally tally, int windowSteps) {

    String json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("series", name);
        node.put("rows", tally.rows());
        node.put("raised", tally.raised());
        node.put("messages", tally.messages());
        node.put("judged", tally.judged());
        node.put("late", tally.leftOut(LeftOut.LATE));
        node.put("early", tally.leftOut(LeftOut.EARLY));
        return Readable.text(node.toString());
    }

    String line() {
        return Readable.name(name) + ": " + Count.of(tally.rows(), "row") + ", " + Count.of(tally.raised(), "alert")
                + " raised, " + Count.of(tally.messages(), "message");
    }

    /** What makes the scores mean less than they seem to, each with its remedy. */
    List<String> warnings() {
        String file = Readable.text(path.toString());
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
            warnings.add(file + " has a header but no rows; nothing was scored: put rows in");
        } else if (tally.judged() == 0) {
            warnings.add(file + ": none of " + tally.rows() + " rows was scored: before that, a window of "
                    + windowSteps + " steps must have closed, after all that is learned from; give more rows, learn"
                    + " from fewer (--train-rows, --train-fraction), or take shorter windows (window.steps)");
        }
        return warnings;
    }

    private String leftOut(LeftOut cause) {
        return Readable.text(path.toString()) + ": " + tally.leftOut(cause) + " of " + tally.rows() + " rows ";
    }
}
