package io.tidewatch.evaluation;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.detector.StepResult;
import io.tidewatch.series.SeriesRow;
import io.tidewatch.window.LeftOut;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what became of a series' rows. */
public final class BacktestTally implements Backtest.Listener {
    private int rows;
    private int judged;
    private int raised;
    private int messages;
    private final Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
    private final Map<LeftOut, Long> firstLine = new EnumMap<>(LeftOut.class);

    @Override
    public void row(SeriesRow row, @Nullable StepResult latest, boolean raises) {
        rows++;
        judged += latest != null && latest.phase() != StepResult.Phase.LEARNING ? 1 : 0;
    }

    @Override
    public void leftOut(SeriesRow row, LeftOut cause) {
        firstLine.putIfAbsent(cause, row.line());
        leftOut.merge(cause, 1, Integer::sum);
    }

    @Override
    public void alert(Alert alert) {
        messages++;
        raised += alert.getStatus() == AlertStatus.OPEN ? 1 : 0;
    }

    /** Rows of the file. */
    public int rows() {
        return rows;
    }

    /** Rows with a step that was scored, not only learned from. */
    public int judged() {
        return judged;
    }

    /** Alerts opened, those of entities that were silent included: no row stands for these. */
    public int raised() {
        return raised;
    }

    /** Messages for the alerts topic. */
    public int messages() {
        return messages;
    }

    /** Rows that were left out for a cause. */
    public int leftOut(LeftOut cause) {
        return leftOut.getOrDefault(cause, 0);
    }

    /** Line of the first row left out for a cause; 0: none was. */
    public long firstLine(LeftOut cause) {
        return firstLine.getOrDefault(cause, 0L);
    }
}
