package io.tidewatch.scoring;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link VectorLayer}: some rows times one panel of weights, in as many sums as hide the latency of a
 * multiply-add and fit the registers.
 *
 * <p>Each is small and branch-free: the compiler then keeps the sums in registers and allocates nothing. A panel's weights
 * stand input by input, two vectors for each ({@code wide}), or one ({@code narrow}).
 */
final class VectorTiles {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    static final int PANEL = 2 * LANES;

    private VectorTiles() {}

    static void wideRow(float[] w, int from, float[] x, int[] fours, int count, float[] bias, float[] y, int at) {
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

    static void narrowRow(float[] w, int from, float[] x, int[] fours, int count, float[] bias, float[] y, int at) {
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

    /** Adds {@code x[from..to) · W[from..to)} to two vectors of sums. */
    static void wideRun(float[] w, int panel, float[] x, int from, int to, float[] y, int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, y, at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, y, at + LANES);
        FloatVector b0 = FloatVector.zero(SPECIES);
        FloatVector b1 = b0;
        FloatVector c0 = b0;
        FloatVector c1 = b0;
        FloatVector d0 = b0;
        FloatVector d1 = b0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            int p = panel + i * PANEL;
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
        for (; i < to; i++) {
            int p = panel + i * PANEL;
            FloatVector a = FloatVector.broadcast(SPECIES, x[i]);
            a0 = a.fma(FloatVector.fromArray(SPECIES, w, p), a0);
            a1 = a.fma(FloatVector.fromArray(SPECIES, w, p + LANES), a1);
        }
        a0.add(b0).add(c0.add(d0)).intoArray(y, at);
        a1.add(b1).add(c1.add(d1)).intoArray(y, at + LANES);
    }

    /** {@link #wideRun} for one vector. */
    static void narrowRun(float[] w, int panel, float[] x, int from, int to, float[] y, int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, y, at);
        FloatVector b0 = FloatVector.zero(SPECIES);
        FloatVector c0 = b0;
        FloatVector d0 = b0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            int p = panel + i * LANES;
            a0 = FloatVector.broadcast(SPECIES, x[i]).fma(FloatVector.fromArray(SPECIES, w, p), a0);
            b0 = FloatVector.broadcast(SPECIES, x[i + 1]).fma(FloatVector.fromArray(SPECIES, w, p + LANES), b0);
            c0 = FloatVector.broadcast(SPECIES, x[i + 2]).fma(FloatVector.fromArray(SPECIES, w, p + 2 * LANES), c0);
            d0 = FloatVector.broadcast(SPECIES, x[i + 3]).fma(FloatVector.fromArray(SPECIES, w, p + 3 * LANES), d0);
        }
        for (; i < to; i++) {
            a0 = FloatVector.broadcast(SPECIES, x[i]).fma(FloatVector.fromArray(SPECIES, w, panel + i * LANES), a0);
        }
        a0.add(b0).add(c0.add(d0)).intoArray(y, at);
    }

    /** Two rows, two vectors of outputs; two inputs at a time, so that there are eight sums. */
    static void widePair(
            float[] w, int from, int inputs, float[] xa, float[] xb, float[] bias, float[] ya, float[] yb, int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, bias, at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, bias, at + LANES);
        FloatVector b0 = a0;
        FloatVector b1 = a1;
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector d0 = c0;
        FloatVector d1 = c0;
        for (int i = 0; i < inputs; i += 2) {
            int p = from + i * PANEL;
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, p);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, p + LANES);
            FloatVector a = FloatVector.broadcast(SPECIES, xa[i]);
            FloatVector b = FloatVector.broadcast(SPECIES, xb[i]);
            a0 = a.fma(w0, a0);
            a1 = a.fma(w1, a1);
            b0 = b.fma(w0, b0);
            b1 = b.fma(w1, b1);
            FloatVector v0 = FloatVector.fromArray(SPECIES, w, p + 2 * LANES);
            FloatVector v1 = FloatVector.fromArray(SPECIES, w, p + 3 * LANES);
            FloatVector c = FloatVector.broadcast(SPECIES, xa[i + 1]);
            FloatVector d = FloatVector.broadcast(SPECIES, xb[i + 1]);
            c0 = c.fma(v0, c0);
            c1 = c.fma(v1, c1);
            d0 = d.fma(v0, d0);
            d1 = d.fma(v1, d1);
        }
        a0.add(c0).intoArray(ya, at);
        a1.add(c1).intoArray(ya, at + LANES);
        b0.add(d0).intoArray(yb, at);
        b1.add(d1).intoArray(yb, at + LANES);
    }

    static void wideTile(
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

    static void narrowTile(
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
}
