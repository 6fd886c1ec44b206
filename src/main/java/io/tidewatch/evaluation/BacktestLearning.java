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

    public BacktestLearning {
        if (rows < -1) {
            throw new IllegalArgumentException("the number of rows to learn from cannot be negative: " + rows);
        }
        if (!Double.isNaN(fraction) && !(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("the share of rows to learn from must lie in 0..1: " + fraction);
        }
        if (rows >= 0 && !Double.isNaN(fraction)) {
            throw new IllegalArgumentException(
                    "a number of rows to learn from and a share of them are given; give one of the two");
        }
    }

    /** Whether there is a part to learn from beforehand. */
    public boolean ahead() {
        return rows >= 0 || !Double.isNaN(fraction);
    }

    /** How many of all rows that part has. */
    public int rowsOf(int all) {
        return rows >= 0 ? Math.min(rows, all) : (int) (fraction * all);
    }
}
