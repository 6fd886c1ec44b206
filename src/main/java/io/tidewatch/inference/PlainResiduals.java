package io.tidewatch.inference;

/** Loops over the cells of a window and what they deviate by; NaN is missing. */
final class PlainResiduals {

    private PlainResiduals() {}

    /** See {@link Kernel#sum}. */
    static void sum(float[] residuals, int from, int to, int features, float[] sums, float[] seen) {
        for (int at = to - features; at >= from; at -= features) {
            for (int f = 0; f < features; f++) {
                add(residuals[at + f], f, sums, seen);
            }
        }
    }

    /** See {@link Kernel#sumOff}. */
    static void sumOff(
            float[] cells, float[] expected, int shift, int from, int to, int features, float[] sums, float[] seen) {
        for (int at = to - features; at >= from; at -= features) {
            for (int f = 0; f < features; f++) {
                add(cells[at + f] - expected[shift + at + f], f, sums, seen);
            }
        }
    }

    private static void add(float residual, int f, float[] sums, float[] seen) {
        boolean there = !Float.isNaN(residual);
        sums[f] += there ? residual : 0;
        seen[f] += there ? 1 : 0;
    }

    /** See {@link Kernel#deviations}. */
    static void deviations(float[] raw, float[] seasonal, int from, int count, float limit, float[] into) {
        for (int i = 0; i < count; i++) {
            float deviation = Float.isNaN(seasonal[from + i]) ? raw[from + i] : seasonal[from + i];
            into[i] = Math.max(-limit, Math.min(limit, deviation));
        }
    }

    /** See {@link Kernel#known}. */
    static void known(float[] values, int count, float[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = Float.isNaN(values[i]) ? 0 : values[i];
        }
    }

    /** See {@link Kernel#show}; from one cell on. */
    static int show(float[] cells, int from, int count, float[] inputs) {
        int seen = 0;
        for (int i = from; i < count; i++) {
            boolean there = !Float.isNaN(cells[i]);
            inputs[i] = there ? cells[i] : 0;
            inputs[count + i] = there ? 1 : 0;
            seen += there ? 1 : 0;
        }
        return seen;
    }

    /** See {@link Kernel#squares}; from one cell on. */
    static float squares(float[] inputs, float[] outputs, int from, int count) {
        float sum = 0;
        for (int i = from; i < count; i++) {
            float off = inputs[count + i] * (inputs[i] - outputs[i]);
            sum += off * off;
        }
        return sum;
    }
}
