package io.tidewatch.model.training;

import io.tidewatch.model.CodeSamples;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import io.tidewatch.model.TrainingWindows;
import org.jspecify.annotations.Nullable;

/** Collects the codes of training windows. */
final class NormalCodes {
    /** Codes kept at most: enough for the ways of a day. */
    private static final int LARGEST_COUNT = 512;

    /** Spread around a code, in standard deviations of all codes, of a model that learns none itself. */
    private static final double BANDWIDTH = 0.1;

    private NormalCodes() {}

    /** @param logVariance answers with the log-variances of a code in the place of its layer; null: it has none */
    static CodeSamples of(Network network, TrainingWindows windows, @Nullable DenseLayer logVariance) {
        int layer = network.codeLayer().orElseThrow();
        int width = network.layers().get(layer).outputs();
        int count = Math.min(LARGEST_COUNT, windows.size());
        float[] centres = new float[count * width];
        float[] deviations = new float[count * width];
        for (int c = 0; c < count; c++) {
            float[] x = row(windows, (int) ((long) c * windows.size() / count));
            for (int l = 0; l < layer; l++) {
                x = network.layers().get(l).answer(x);
            }
            System.arraycopy(network.layers().get(layer).answer(x), 0, centres, c * width, width);
            if (logVariance != null) {
                float[] answer = logVariance.answer(x);
                for (int i = 0; i < width; i++) {
                    deviations[c * width + i] = (float) Math.exp(0.5 * answer[i]);
                }
            }
        }
        if (logVariance == null) {
            spread(centres, deviations, width);
        }
        return new CodeSamples(width, centres, deviations);
    }

    private static float[] row(TrainingWindows windows, int window) {
        InputLayout layout = windows.layout();
        float[] row = new float[layout.width()];
        for (int i = 0; i < layout.cells(); i++) {
            float u = windows.cell(window, i);
            row[i] = Float.isNaN(u) ? 0 : u;
            row[layout.cells() + i] = Float.isNaN(u) ? 0 : 1;
        }
        for (int i = 0; i < layout.side(); i++) {
            row[layout.sideAt(i)] = windows.side(window, i);
        }
        return row;
    }

    private static void spread(float[] centres, float[] deviations, int width) {
        int count = centres.length / width;
        for (int i = 0; i < width; i++) {
            double sum = 0;
            double squares = 0;
            for (int at = i; at < centres.length; at += width) {
                sum += centres[at];
                squares += (double) centres[at] * centres[at];
            }
            double mean = sum / count;
            float deviation = (float) (BANDWIDTH * Math.sqrt(Math.max(0, squares / count - mean * mean)));
            for (int at = i; at < centres.length; at += width) {
                deviations[at] = deviation;
            }
        }
    }
}
