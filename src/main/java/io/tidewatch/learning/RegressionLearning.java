package io.tidewatch.learning;

import io.tidewatch.calibration.EvidenceCalibration;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Deviations;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measure;
import io.tidewatch.evidence.RegressionInputs;
import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.Regression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns the regressions that predict each feature from the other features and from the steps before: for each of
 * {@link Channels#REGRESSED} and each feature a ridge regression (Hoerl and Kennard 1970), by normal equations and
 * Cholesky's method.
 */
public final class RegressionLearning {
    /** Deviations are limited to so many scales: a few extremes must not determine the weights. */
    private static final double LARGEST = 8;

    /**
     * Weight of the ridge, as a share of the number of windows, and besides. (With a twentieth of it, machines of 38
     * features ranked worse; with ten times as much, simulated servers of 5.)
     */
    private static final double RIDGE_SHARE = 0.05;

    private static final double RIDGE = 2;

    private final int steps;
    private final int features;
    private final Deviations deviations;

    public RegressionLearning(int steps, int features) {
        this.steps = steps;
        this.features = features;
        this.deviations = new Deviations(steps, features);
    }

    /**
     * Learns all regressions.
     *
     * @param windows the {@link Deviations#copy} of each window
     * @return one for each of {@link Channels#REGRESSED}
     */
    public List<Regression> learn(List<float[]> windows) {
        return Channels.REGRESSED.stream()
                .map(measure -> learn(windows, measure.horizon(), RegressionInputs.lags(measure, steps)))
                .toList();
    }

    private Regression learn(List<float[]> windows, Horizon horizon, int lags) {
        int inputs = lags + features;
        // Per feature the products of its inputs, of the constant, and of the predicted value, in this order.
        double[][][] products = new double[features][inputs + 2][inputs + 2];
        double[] row = new double[inputs + 2];
        row[inputs] = 1;
        for (float[] window : windows) {
            deviations.take(window);
            for (int f = 0; f < features; f++) {
                row[lags + f] = bounded(deviations.mean(horizon, f));
            }
            for (int target = 0; target < features; target++) {
                for (int lag = 0; lag < lags; lag++) {
                    row[lag] = bounded(deviations.before(horizon, lag, target));
                }
                row[inputs + 1] = row[lags + target];
                // A feature must not predict itself: its own input is always 0, so the ridge gives it no weight.
                row[lags + target] = 0;
                add(row, products[target]);
                row[lags + target] = row[inputs + 1];
            }
        }
        double ridge = RIDGE + RIDGE_SHARE * windows.size();
        float[][] weights = new float[inputs][features];
        float[] bias = new float[features];
        for (int target = 0; target < features; target++) {
            double[] solution = solve(products[target], inputs, ridge);
            for (int i = 0; i < inputs; i++) {
                weights[i][target] = (float) solution[i];
            }
            bias[target] = (float) solution[inputs];
        }
        return new Regression(new DenseLayer(weights, bias, Activation.IDENTITY));
    }

    private static double bounded(float deviation) {
        return Float.isNaN(deviation) ? 0 : Math.max(-LARGEST, Math.min(LARGEST, deviation));
    }

    private static void add(double[] row, double[][] products) {
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[i][j] += row[i] * row[j];
            }
        }
    }

    /** The weights of so many inputs, then of the constant, which has no ridge. */
    private static double[] solve(double[][] products, int inputs, double ridge) {
        int n = inputs + 1;
        double[][] lower = new double[n][n];
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = products[n][i];
            for (int j = 0; j <= i; j++) {
                double value = products[i][j] + (i == j && i < inputs ? ridge : 0);
                for (int k = 0; k < j; k++) {
                    value -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(Math.max(value, 1e-9)) : value / lower[j][j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }

    /**
     * The distances of features from their predictions, in scales, by measure.
     *
     * @param windows as for {@link #learn}
     */
    Map<String, List<Float>> measure(List<Regression> regressions, List<float[]> windows) {
        Map<String, List<Float>> magnitudes = new TreeMap<>();
        for (float[] window : windows) {
            deviations.take(window);
            for (int i = 0; i < regressions.size(); i++) {
                Measure measure = Channels.REGRESSED.get(i);
                if (!RegressionInputs.any(measure, features)) {
                    continue;
                }
                float[] offLikely = deviations.offLikely(measure.horizon(), regressions.get(i));
                for (int f = 0; f < features; f++) {
                    float off = Math.abs(offLikely[f]);
                    if (!Float.isNaN(off)) {
                        magnitudes
                                .computeIfAbsent(EvidenceCalibration.name(measure, f), name -> new ArrayList<>())
                                .add(off);
                    }
                }
            }
        }
        return magnitudes;
    }
}
