package io.tidewatch.scoring;

import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A layer in the Vector API ({@code jdk.incubator.vector}); loaded only where that module is.
 *
 * <p>Outputs are cut into panels two vectors wide (the last one may be one wide); a panel's weights stand together, input
 * by input. Four rows share each load of weights (a 4×2 register tile: eight sums hide the latency of a multiply-add,
 * and fit the 16 registers of AVX2). A single row takes four inputs at a time instead, also into eight sums. Each such
 * method is small and branch-free: the compiler then keeps the sums in registers and allocates nothing.
 */
final class VectorLayer implements CompiledLayer {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    private static final int PANEL = 2 * LANES;

    private final int inputs;
    private final int outputs;
    private final float[] weights;
    private final float[] bias;
    private final Activation activation;

    VectorLayer(DenseLayer layer) {
        this.inputs = Padding.toMultiple(layer.inputs(), 4);
        this.outputs = Padding.toMultiple(layer.outputs(), LANES);
        this.weights = new float[inputs * outputs];
        this.bias = new float[outputs];
        this.activation = layer.activation();
        for (int o = 0; o < layer.outputs(); o++) {
            bias[o] = layer.bias(o);
            int panel = o / PANEL * PANEL;
            int width = Math.min(PANEL, outputs - panel);
            for (int i = 0; i < layer.inputs(); i++) {
                weights[panel * inputs + i * width + (o - panel)] = layer.weight(i, o);
            }
        }
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public void apply(float[] x, int[] fours, int count, float[] y) {
        int panel = 0;
        for (; panel + PANEL <= outputs; panel += PANEL) {
            wideRow(weights, panel * inputs, x, fours, count, bias, y, panel);
        }
        if (panel < outputs) {
            narrowRow(weights, panel * inputs, x, fours, count, bias, y, panel);
        }
    }

    private static void wideRow(
            float[] w, int from, float[] x, int[] fours, int count, float[] bias, float[] y, int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, bias, at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, bias, at + LANES);
        FloatVector b0 = FloatVector.zero(SPECIES);
        FloatVector b1 = b0;
        FloatVector c0 = b0;
        FloatVector c1 = b0;
        FloatVector d0 = b0;
        FloatVector d1 = b0;
        for (int k = 0; k < count; k++) {
            int i = 4 * fours[k];
            int p = from + i * PANEL;
            FloatVector a = FloatVector.broadcast(SPECIES, x[i]);
            FloatVector b = FloatVector.broadcast(SPECIES, x[i + 1]);
            FloatVector c = FloatVector.broadcast(SPECIES, x[i + 2]);
            FloatVector d = FloatVector.broadcast(SPECIES, x[i + 3]);
            a0 = a.fma(FloatVector.fromArray(SPECIES, w, p), a0);
            a1 = a.fma(FloatVector.fromArray(SPECIES, w, p + LANES), a1);
            b0 = b.fma(FloatVector.fromArray(SPECIES, w, p + 2 * LANES), b0);
            b1 = b.fma(FloatVector.fromArray(SPECIES, w, p + 3 * LANES), b1);
            c0 = c.fma(FloatVector.fromArray(SPECIES, w, p + 4 * LANES), c0);
            c1 = c.fma(FloatVector.fromArray(SPECIES, w, p + 5 * LANES), c1);
            d0 = d.fma(FloatVector.fromArray(SPECIES, w, p + 6 * LANES), d0);
            d1 = d.fma(FloatVector.fromArray(SPECIES, w, p + 7 * LANES), d1);
        }
        a0.add(b0).add(c0.add(d0)).intoArray(y, at);
        a1.add(b1).add(c1.add(d1)).intoArray(y, at + LANES);
    }

    private static void narrowRow(
            float[] w, int from, float[] x, int[] fours, int count, float[] bias, float[] y, int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, bias, at);
        FloatVector b0 = FloatVector.zero(SPECIES);
        FloatVector c0 = b0;
        FloatVector d0 = b0;
        for (int k = 0; k < count; k++) {
            int i = 4 * fours[k];
            int p = from + i * LANES;
            a0 = FloatVector.broadcast(SPECIES, x[i]).fma(FloatVector.fromArray(SPECIES, w, p), a0);
            b0 = FloatVector.broadcast(SPECIES, x[i + 1]).fma(FloatVector.fromArray(SPECIES, w, p + LANES), b0);
            c0 = FloatVector.broadcast(SPECIES, x[i + 2]).fma(FloatVector.fromArray(SPECIES, w, p + 2 * LANES), c0);
            d0 = FloatVector.broadcast(SPECIES, x[i + 3]).fma(FloatVector.fromArray(SPECIES, w, p + 3 * LANES), d0);
        }
        a0.add(b0).add(c0.add(d0)).intoArray(y, at);
    }

    @Override
    public boolean takesFourRows() {
        return true;
    }

    @Override
    public void applyToFourRows(float[][] x, float[][] y) {
        int panel = 0;
        for (; panel + PANEL <= outputs; panel += PANEL) {
            wideTile(weights, panel * inputs, inputs, x[0], x[1], x[2], x[3], bias, y[0], y[1], y[2], y[3], panel);
        }
        if (panel < outputs) {
            narrowTile(weights, panel * inputs, inputs, x[0], x[1], x[2], x[3], bias, y[0], y[1], y[2], y[3], panel);
        }
    }

    private static void wideTile(
            float[] w,
            int from,
            int inputs,
            float[] xa,
            float[] xb,
            float[] xc,
            float[] xd,
            float[] bias,
            float[] ya,
            float[] yb,
            float[] yc,
            float[] yd,
            int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, bias, at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, bias, at + LANES);
        FloatVector b0 = a0;
        FloatVector b1 = a1;
        FloatVector c0 = a0;
        FloatVector c1 = a1;
        FloatVector d0 = a0;
        FloatVector d1 = a1;
        for (int i = 0; i < inputs; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, from + i * PANEL);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, from + i * PANEL + LANES);
            FloatVector a = FloatVector.broadcast(SPECIES, xa[i]);
            FloatVector b = FloatVector.broadcast(SPECIES, xb[i]);
            FloatVector c = FloatVector.broadcast(SPECIES, xc[i]);
            FloatVector d = FloatVector.broadcast(SPECIES, xd[i]);
            a0 = a.fma(w0, a0);
            a1 = a.fma(w1, a1);
            b0 = b.fma(w0, b0);
            b1 = b.fma(w1, b1);
            c0 = c.fma(w0, c0);
            c1 = c.fma(w1, c1);
            d0 = d.fma(w0, d0);
            d1 = d.fma(w1, d1);
        }
        a0.intoArray(ya, at);
        a1.intoArray(ya, at + LANES);
        b0.intoArray(yb, at);
        b1.intoArray(yb, at + LANES);
        c0.intoArray(yc, at);
        c1.intoArray(yc, at + LANES);
        d0.intoArray(yd, at);
        d1.intoArray(yd, at + LANES);
    }

    private static void narrowTile(
            float[] w,
            int from,
            int inputs,
            float[] xa,
            float[] xb,
            float[] xc,
            float[] xd,
            float[] bias,
            float[] ya,
            float[] yb,
            float[] yc,
            float[] yd,
            int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, bias, at);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector d0 = a0;
        for (int i = 0; i < inputs; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, from + i * LANES);
            a0 = FloatVector.broadcast(SPECIES, xa[i]).fma(w0, a0);
            b0 = FloatVector.broadcast(SPECIES, xb[i]).fma(w0, b0);
            c0 = FloatVector.broadcast(SPECIES, xc[i]).fma(w0, c0);
            d0 = FloatVector.broadcast(SPECIES, xd[i]).fma(w0, d0);
        }
        a0.intoArray(ya, at);
        b0.intoArray(yb, at);
        c0.intoArray(yc, at);
        d0.intoArray(yd, at);
    }

    @Override
    public void activate(float[] y) {
        switch (activation) {
            case IDENTITY -> {}
            case TANH -> tanh(y, outputs);
            case RELU -> relu(y, outputs);
            case SIGMOID -> {
                scale(y, outputs, 0.5f, 0f);
                tanh(y, outputs);
                scale(y, outputs, 0.5f, 0.5f);
            }
        }
    }

    /** {@link Tanh}, lane by lane. Not a method from vector to vector: where that is not inlined, each call allocates. */
    private static void tanh(float[] y, int count) {
        for (int o = 0; o < count; o += LANES) {
            FloatVector z = FloatVector.fromArray(SPECIES, y, o).min(Tanh.LIMIT).max(-Tanh.LIMIT);
            FloatVector s = z.mul(z);
            FloatVector n = z.mul(s.mul(Tanh.P2).add(Tanh.P1).mul(s).add(Tanh.P0));
            FloatVector q =
                    s.mul(Tanh.Q3).add(Tanh.Q2).mul(s).add(Tanh.Q1).mul(s).add(1f);
            n.add(n).mul(q).div(n.mul(n).add(q.mul(q))).intoArray(y, o);
        }
    }

    private static void relu(float[] y, int count) {
        for (int o = 0; o < count; o += LANES) {
            FloatVector.fromArray(SPECIES, y, o).max(0f).intoArray(y, o);
        }
    }

    private static void scale(float[] y, int count, float by, float plus) {
        for (int o = 0; o < count; o += LANES) {
            FloatVector.fromArray(SPECIES, y, o).mul(by).add(plus).intoArray(y, o);
        }
    }
}
