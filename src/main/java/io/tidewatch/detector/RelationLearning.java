package io.tidewatch.detector;

import io.tidewatch.decision.EvidenceCalibration;
import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.scoring.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns how features are related: for each, the ridge regression (Hoerl and Kennard 1970) of its deviation on the others',
 * by the normal equations, solved by Cholesky's method.
 */
final class RelationLearning {
    /** Deviations count up to so many scales: a few extremes must not be the whole lesson. */
    private static final double LARGEST = 8;

    /**
     * Weight of the ridge, as a share of the number of windows, and besides. (With a twentieth of it, machines of 38 features
     * ranked worse; with ten times as much, simulated servers of 5.)
     */
    private static final double RIDGE_SHARE = 0.05;

    private static final double RIDGE = 2;

    private RelationLearning() {}

    /**
     * Learns.
     *
     * @param deviations of each window, in scales; the first {@code features} are used; NaN is missing
     * @return {@code [features → features]}, 0 on the diagonal
     */
    static DenseLayer learn(List<float[]> deviations, int features) {
        int n = features + 1;
        double[][] products = new double[n][n];
        double[] row = new double[n];
        for (float[] window : deviations) {
            for (int f = 0; f < features; f++) {
                row[f] = Float.isNaN(window[f]) ? 0 : Math.max(-LARGEST, Math.min(LARGEST, window[f]));
            }
            row[features] = 1;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    products[i][j] += row[i] * row[j];
                }
            }
        }
        double ridge = RIDGE + RIDGE_SHARE * deviations.size();
        float[][] weights = new float[features][features];
        float[] bias = new float[features];
        for (int target = 0; target < features; target++) {
            double[] solution = solve(products, target, ridge);
            for (int f = 0; f < features; f++) {
                weights[f][target] = f == target ? 0 : (float) solution[f];
            }
            bias[target] = (float) solution[features];
        }
        return new DenseLayer(weights, bias, Activation.IDENTITY);
    }

    /**
     * How far features are from what the others make likely, in scales, by channel.
     *
     * @param deviations of each window, {@code [2 × features]}: of the newest step and of the block before
     */
    static Map<String, List<Float>> measure(DenseLayer relations, List<float[]> deviations) {
        int features = relations.outputs();
        Map<String, List<Float>> magnitudes = new TreeMap<>();
        for (float[] window : deviations) {
            for (Channel channel : List.of(Channel.RELATION_1, Channel.RELATION_6)) {
                float[] ofBlock = new float[features];
                for (int f = 0; f < features; f++) {
                    float deviation = window[channel.block() * features + f];
                    ofBlock[f] = Float.isNaN(deviation) ? 0 : deviation;
                }
                float[] likely = relations.answer(ofBlock);
                for (int f = 0; f < features; f++) {
                    if (!Float.isNaN(window[channel.block() * features + f])) {
                        magnitudes
                                .computeIfAbsent(EvidenceCalibration.name(channel, f), name -> new ArrayList<>())
                                .add(Math.abs(ofBlock[f] - likely[f]));
                    }
                }
            }
        }
        return magnitudes;
    }

    /** Solves for one feature; it does not take part itself. */
    private static double[] solve(double[][] products, int target, double ridge) {
        int n = products.length;
        double[][] lower = new double[n][n];
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i == target ? 0 : i > target ? products[i][target] : products[target][i];
            for (int j = 0; j <= i; j++) {
                double value = i == target || j == target ? (i == j ? 1 : 0) : products[i][j];
                value += i == j && i < n - 1 ? ridge : 0;
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
}
