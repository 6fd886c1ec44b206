package io.tidewatch.scoring;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link VectorLayer}: some rows times one panel of weights, in as many sums as hide the latency of a
 * multiply-add and fit the registers.
 *
 * <p>Each is small and branch-free: the compiler then keeps the sums in registers and allocates nothing. A panel's weights
 * stand input by input, two vectors for each ({@code wide}), or one ({@code narrow}).
 *
 * <p>All but {@link #wideRow} and {@link #narrowRow} add to each sum one input after the other: a row comes to the same bits,
 * alone or beside others.
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
        for (int i = from; i < to; i++) {
            int p = panel + i * PANEL;
            FloatVector a = FloatVector.broadcast(SPECIES, x[i]);
            a0 = a.fma(FloatVector.fromArray(SPECIES, w, p), a0);
            a1 = a.fma(FloatVector.fromArray(SPECIES, w, p + LANES), a1);
        }
        a0.intoArray(y, at);
        a1.intoArray(y, at + LANES);
    }

    /** {@link #wideRun} for the panels of four vectors. */
    static void twoWideRuns(float[] w, int panel, int next, float[] x, int from, int to, float[] y, int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, y, at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, y, at + LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, y, at + 2 * LANES);
        FloatVector a3 = FloatVector.fromArray(SPECIES, y, at + 3 * LANES);
        for (int i = from; i < to; i++) {
            int p = panel + i * PANEL;
            int q = next + i * PANEL;
            FloatVector a = FloatVector.broadcast(SPECIES, x[i]);
            a0 = a.fma(FloatVector.fromArray(SPECIES, w, p), a0);
            a1 = a.fma(FloatVector.fromArray(SPECIES, w, p + LANES), a1);
            a2 = a.fma(FloatVector.fromArray(SPECIES, w, q), a2);
            a3 = a.fma(FloatVector.fromArray(SPECIES, w, q + LANES), a3);
        }
        a0.intoArray(y, at);
        a1.intoArray(y, at + LANES);
        a2.intoArray(y, at + 2 * LANES);
        a3.intoArray(y, at + 3 * LANES);
    }

    /** {@link #wideRun} for one vector. */
    static void narrowRun(float[] w, int panel, float[] x, int from, int to, float[] y, int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, y, at);
        for (int i = from; i < to; i++) {
            a0 = FloatVector.broadcast(SPECIES, x[i]).fma(FloatVector.fromArray(SPECIES, w, panel + i * LANES), a0);
        }
        a0.intoArray(y, at);
    }

    /** {@link #wideRun} of two rows. */
    static void widePair(
            float[] w, int panel, float[] xa, float[] xb, int from, int to, float[] ya, float[] yb, int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, ya, at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, ya, at + LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, yb, at);
        FloatVector b1 = FloatVector.fromArray(SPECIES, yb, at + LANES);
        for (int i = from; i < to; i++) {
            int p = panel + i * PANEL;
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, p);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, p + LANES);
            FloatVector a = FloatVector.broadcast(SPECIES, xa[i]);
            FloatVector b = FloatVector.broadcast(SPECIES, xb[i]);
            a0 = a.fma(w0, a0);
            a1 = a.fma(w1, a1);
            b0 = b.fma(w0, b0);
            b1 = b.fma(w1, b1);
        }
        a0.intoArray(ya, at);
        a1.intoArray(ya, at + LANES);
        b0.intoArray(yb, at);
        b1.intoArray(yb, at + LANES);
    }

    /** {@link #wideRun} of four rows. */
    static void wideTile(
            float[] w,
            int panel,
            float[] xa,
            float[] xb,
            float[] xc,
            float[] xd,
            int from,
            int to,
            float[] ya,
            float[] yb,
            float[] yc,
            float[] yd,
            int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, ya, at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, ya, at + LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, yb, at);
        FloatVector b1 = FloatVector.fromArray(SPECIES, yb, at + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, yc, at);
        FloatVector c1 = FloatVector.fromArray(SPECIES, yc, at + LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, yd, at);
        FloatVector d1 = FloatVector.fromArray(SPECIES, yd, at + LANES);
        for (int i = from; i < to; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, panel + i * PANEL);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, panel + i * PANEL + LANES);
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

    /** {@link #wideTile} for the panels of four vectors: 16 sums, for processors that have 32 registers. */
    static void twoWideTiles(
            float[] w,
            int panel,
            int next,
            float[] xa,
            float[] xb,
            float[] xc,
            float[] xd,
            int from,
            int to,
            float[] ya,
            float[] yb,
            float[] yc,
            float[] yd,
            int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, ya, at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, ya, at + LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, ya, at + 2 * LANES);
        FloatVector a3 = FloatVector.fromArray(SPECIES, ya, at + 3 * LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, yb, at);
        FloatVector b1 = FloatVector.fromArray(SPECIES, yb, at + LANES);
        FloatVector b2 = FloatVector.fromArray(SPECIES, yb, at + 2 * LANES);
        FloatVector b3 = FloatVector.fromArray(SPECIES, yb, at + 3 * LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, yc, at);
        FloatVector c1 = FloatVector.fromArray(SPECIES, yc, at + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, yc, at + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, yc, at + 3 * LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, yd, at);
        FloatVector d1 = FloatVector.fromArray(SPECIES, yd, at + LANES);
        FloatVector d2 = FloatVector.fromArray(SPECIES, yd, at + 2 * LANES);
        FloatVector d3 = FloatVector.fromArray(SPECIES, yd, at + 3 * LANES);
        for (int i = from; i < to; i++) {
            int p = panel + i * PANEL;
            int q = next + i * PANEL;
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, p);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, p + LANES);
            FloatVector w2 = FloatVector.fromArray(SPECIES, w, q);
            FloatVector w3 = FloatVector.fromArray(SPECIES, w, q + LANES);
            FloatVector a = FloatVector.broadcast(SPECIES, xa[i]);
            a0 = a.fma(w0, a0);
            a1 = a.fma(w1, a1);
            a2 = a.fma(w2, a2);
            a3 = a.fma(w3, a3);
            FloatVector b = FloatVector.broadcast(SPECIES, xb[i]);
            b0 = b.fma(w0, b0);
            b1 = b.fma(w1, b1);
            b2 = b.fma(w2, b2);
            b3 = b.fma(w3, b3);
            FloatVector c = FloatVector.broadcast(SPECIES, xc[i]);
            c0 = c.fma(w0, c0);
            c1 = c.fma(w1, c1);
            c2 = c.fma(w2, c2);
            c3 = c.fma(w3, c3);
            FloatVector d = FloatVector.broadcast(SPECIES, xd[i]);
            d0 = d.fma(w0, d0);
            d1 = d.fma(w1, d1);
            d2 = d.fma(w2, d2);
            d3 = d.fma(w3, d3);
        }
        a0.intoArray(ya, at);
        a1.intoArray(ya, at + LANES);
        a2.intoArray(ya, at + 2 * LANES);
        a3.intoArray(ya, at + 3 * LANES);
        b0.intoArray(yb, at);
        b1.intoArray(yb, at + LANES);
        b2.intoArray(yb, at + 2 * LANES);
        b3.intoArray(yb, at + 3 * LANES);
        c0.intoArray(yc, at);
        c1.intoArray(yc, at + LANES);
        c2.intoArray(yc, at + 2 * LANES);
        c3.intoArray(yc, at + 3 * LANES);
        d0.intoArray(yd, at);
        d1.intoArray(yd, at + LANES);
        d2.intoArray(yd, at + 2 * LANES);
        d3.intoArray(yd, at + 3 * LANES);
    }

    /** {@link #narrowRun} of four rows. */
    static void narrowTile(
            float[] w,
            int panel,
            float[] xa,
            float[] xb,
            float[] xc,
            float[] xd,
            int from,
            int to,
            float[] ya,
            float[] yb,
            float[] yc,
            float[] yd,
            int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, ya, at);
        FloatVector b0 = FloatVector.fromArray(SPECIES, yb, at);
        FloatVector c0 = FloatVector.fromArray(SPECIES, yc, at);
        FloatVector d0 = FloatVector.fromArray(SPECIES, yd, at);
        for (int i = from; i < to; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, panel + i * LANES);
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
