package io.tidewatch.evaluation;

/**
 * The length of a series' strongest rhythm, as the TSB-AD benchmark finds it to choose the label buffer of
 * {@link VolumeUnderSurface}: the strongest local peak of the autocorrelation.
 */
public final class SeriesPeriod {
    /** The answer when there is no rhythm, rows. */
    public static final int WITHOUT_RHYTHM = 125;

    /** Rows looked at. */
    private static final int LARGEST_ROWS = 20_000;

    private static final int FIRST_LAG = 3;
    private static final int LAST_LAG = 400;

    /** A peak further than this from the first lag is no rhythm. */
    private static final int FURTHEST_PEAK = 300;

    private SeriesPeriod() {}

    /**
     * @param values of one feature, finite
     * @return 6..303, or {@value #WITHOUT_RHYTHM}, rows
     */
    public static int of(double[] values) {
        double[] correlation = autocorrelation(values);
        int best = -1;
        for (int lag = FIRST_LAG + 1; lag < correlation.length - 1; lag++) {
            boolean peak = correlation[lag] > correlation[lag - 1] && correlation[lag] > correlation[lag + 1];
            if (peak && (best < 0 || correlation[lag] >= correlation[best])) {
                best = lag;
            }
        }
        boolean found = best >= 2 * FIRST_LAG && best <= FURTHEST_PEAK + FIRST_LAG;
        return found ? best : WITHOUT_RHYTHM;
    }

    /** Sums of products at lags 0 to {@value #LAST_LAG}; without lags when the series is constant. */
    private static double[] autocorrelation(double[] values) {
        int rows = Math.min(values.length, LARGEST_ROWS);
        double mean = 0;
        for (int i = 0; i < rows; i++) {
            mean += values[i] / rows;
        }
        double[] sums = new double[Math.min(LAST_LAG + 1, rows)];
        for (int lag = 0; lag < sums.length; lag++) {
            for (int i = lag; i < rows; i++) {
                sums[lag] += (values[i] - mean) * (values[i - lag] - mean);
            }
        }
        return sums.length == 0 || sums[0] == 0 ? new double[0] : sums;
    }
}
