package io.tidewatch.evaluation;

import io.tidewatch.Alert;
import io.tidewatch.detector.StepResult;
import org.jspecify.annotations.Nullable;

/** Counts what became of a series' rows; passes everything on. */
public final class BacktestTally implements Backtest.Listener {
    private final Backtest.Listener next;
    private int rows;
    private int judged;
    private int raised;
    private int messages;
    private int late;
    private long firstLateLine;

    public BacktestTally(Backtest.Listener next) {
        this.next = next;
    }

    @Override
    public void row(SeriesRow row, @Nullable StepResult latest, boolean raises) {
        next.row(row, latest, raises);
        rows++;
        judged += latest != null && latest.phase() != StepResult.Phase.LEARNING ? 1 : 0;
        raised += raises ? 1 : 0;
    }

    @Override
    public void late(SeriesRow row) {
        next.late(row);
        firstLateLine = late == 0 ? row.line() : firstLateLine;
        late++;
    }

    @Override
    public void alert(Alert alert) {
        next.alert(alert);
        messages++;
    }

    /** Rows of the file. */
    public int rows() {
        return rows;
    }

    /** Rows that show a step which was judged, rather than only learned from. */
    public int judged() {
        return judged;
    }

    /** Rows on which an alert was published as new or clearly worse. */
    public int raised() {
        return raised;
    }

    /** Messages for the alerts topic. */
    public int messages() {
        return messages;
    }

    /** Rows that came after their step had closed, and were left out. */
    public int late() {
        return late;
    }

    /** Line of the first late row; 0: none was. */
    public long firstLateLine() {
        return firstLateLine;
    }
}
