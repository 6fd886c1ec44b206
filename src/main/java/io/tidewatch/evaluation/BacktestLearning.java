package io.tidewatch.evaluation;

/**
 * What a backtest lets the detector learn from beforehand.
 *
 * @param rows the first so many rows; −1: not given
 * @param fraction the first share of the rows, 0..1; NaN: not given
 */
public record BacktestLearning(int rows, double fraction) {

    /** Nothing: it learns as it goes. */
    public static final BacktestLearning COLD_START = new BacktestLearning(-1, Double.NaN);

    /** Whether there is a part to learn from beforehand. */
    public boolean ahead() {
        return rows >= 0 || !Double.isNaN(fraction);
    }

    /** How many of all rows that part has. */
    public int rowsOf(int all) {
        return rows >= 0 ? Math.min(rows, all) : (int) (fraction * all);
    }
}
