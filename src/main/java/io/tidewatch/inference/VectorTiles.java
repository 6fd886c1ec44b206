package io.tidewatch.inference;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link VectorLayer}: some rows times one panel of weights, in as many sums as hide the latency of a
 * multiply-add and fit the registers.
 *
 * <p>Each is small and branch-free: the compiler then keeps the sums in registers and allocates nothing. A panel's weights
 * stand input by input, two vectors for each ({@code wide}), or one ({@code narrow}).
 *
 * <p>Where six or three rows meet two vectors, the place of the weights is written {@code i * 2 * LANES}, not {@code i *
 * PANEL}: the compiler of JDK 17 unrolls the loop with the latter, runs out of registers, and takes twice as long (40 GFLOP/s
 * instead of 95, eight lanes). Loops with fewer sums are faster unrolled.
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

    /** {@link #wideRun} of three rows: those of one window. */
    static void wideTriple(float[] w, int panel, float[][] x, int from, int to, float[][] y, int at) {
        float[] xa = x[0];
        float[] xb = x[1];
        float[] xc = x[2];
        FloatVector a0 = FloatVector.fromArray(SPECIES, y[0], at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, y[0], at + LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, y[1], at);
        FloatVector b1 = FloatVector.fromArray(SPECIES, y[1], at + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, y[2], at);
        FloatVector c1 = FloatVector.fromArray(SPECIES, y[2], at + LANES);
        for (int i = from; i < to; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, panel + i * 2 * LANES);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, panel + i * 2 * LANES + LANES);
            FloatVector a = FloatVector.broadcast(SPECIES, xa[i]);
            a0 = a.fma(w0, a0);
            a1 = a.fma(w1, a1);
            FloatVector b = FloatVector.broadcast(SPECIES, xb[i]);
            b0 = b.fma(w0, b0);
            b1 = b.fma(w1, b1);
            FloatVector c = FloatVector.broadcast(SPECIES, xc[i]);
            c0 = c.fma(w0, c0);
            c1 = c.fma(w1, c1);
        }
        a0.intoArray(y[0], at);
        a1.intoArray(y[0], at + LANES);
        b0.intoArray(y[1], at);
        b1.intoArray(y[1], at + LANES);
        c0.intoArray(y[2], at);
        c1.intoArray(y[2], at + LANES);
    }

    /**
     * {@link #wideRun} of six rows: twelve sums. (The eight of four rows just cover the latency of a multiply-add, and any
     * hitch is lost: 60 GFLOP/s instead of 95.)
     */
    static void wideTile(float[] w, int panel, float[][] x, int from, int to, float[][] y, int at) {
        float[] xa = x[0];
        float[] xb = x[1];
        float[] xc = x[2];
        float[] xd = x[3];
        float[] xe = x[4];
        float[] xf = x[5];
        FloatVector a0 = FloatVector.fromArray(SPECIES, y[0], at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, y[0], at + LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, y[1], at);
        FloatVector b1 = FloatVector.fromArray(SPECIES, y[1], at + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, y[2], at);
        FloatVector c1 = FloatVector.fromArray(SPECIES, y[2], at + LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, y[3], at);
        FloatVector d1 = FloatVector.fromArray(SPECIES, y[3], at + LANES);
        FloatVector e0 = FloatVector.fromArray(SPECIES, y[4], at);
        FloatVector e1 = FloatVector.fromArray(SPECIES, y[4], at + LANES);
        FloatVector f0 = FloatVector.fromArray(SPECIES, y[5], at);
        FloatVector f1 = FloatVector.fromArray(SPECIES, y[5], at + LANES);
        for (int i = from; i < to; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, panel + i * 2 * LANES);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, panel + i * 2 * LANES + LANES);
            FloatVector a = FloatVector.broadcast(SPECIES, xa[i]);
            a0 = a.fma(w0, a0);
            a1 = a.fma(w1, a1);
            FloatVector b = FloatVector.broadcast(SPECIES, xb[i]);
            b0 = b.fma(w0, b0);
            b1 = b.fma(w1, b1);
            FloatVector c = FloatVector.broadcast(SPECIES, xc[i]);
            c0 = c.fma(w0, c0);
            c1 = c.fma(w1, c1);
            FloatVector d = FloatVector.broadcast(SPECIES, xd[i]);
            d0 = d.fma(w0, d0);
            d1 = d.fma(w1, d1);
            FloatVector e = FloatVector.broadcast(SPECIES, xe[i]);
            e0 = e.fma(w0, e0);
            e1 = e.fma(w1, e1);
            FloatVector f = FloatVector.broadcast(SPECIES, xf[i]);
            f0 = f.fma(w0, f0);
            f1 = f.fma(w1, f1);
        }
        a0.intoArray(y[0], at);
        a1.intoArray(y[0], at + LANES);
        b0.intoArray(y[1], at);
        b1.intoArray(y[1], at + LANES);
        c0.intoArray(y[2], at);
        c1.intoArray(y[2], at + LANES);
        d0.intoArray(y[3], at);
        d1.intoArray(y[3], at + LANES);
        e0.intoArray(y[4], at);
        e1.intoArray(y[4], at + LANES);
        f0.intoArray(y[5], at);
        f1.intoArray(y[5], at + LANES);
    }

    /** {@link #narrowRun} of three rows. */
    static void narrowTriple(float[] w, int panel, float[][] x, int from, int to, float[][] y, int at) {
        float[] xa = x[0];
        float[] xb = x[1];
        float[] xc = x[2];
        FloatVector a0 = FloatVector.fromArray(SPECIES, y[0], at);
        FloatVector b0 = FloatVector.fromArray(SPECIES, y[1], at);
        FloatVector c0 = FloatVector.fromArray(SPECIES, y[2], at);
        for (int i = from; i < to; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, panel + i * LANES);
            a0 = FloatVector.broadcast(SPECIES, xa[i]).fma(w0, a0);
            b0 = FloatVector.broadcast(SPECIES, xb[i]).fma(w0, b0);
            c0 = FloatVector.broadcast(SPECIES, xc[i]).fma(w0, c0);
        }
        a0.intoArray(y[0], at);
        b0.intoArray(y[1], at);
        c0.intoArray(y[2], at);
    }

    /** {@link #narrowRun} of six rows. */
    static void narrowTile(float[] w, int panel, float[][] x, int from, int to, float[][] y, int at) {
        float[] xa = x[0];
        float[] xb = x[1];
        float[] xc = x[2];
        float[] xd = x[3];
        float[] xe = x[4];
        float[] xf = x[5];
        FloatVector a0 = FloatVector.fromArray(SPECIES, y[0], at);
        FloatVector b0 = FloatVector.fromArray(SPECIES, y[1], at);
        FloatVector c0 = FloatVector.fromArray(SPECIES, y[2], at);
        FloatVector d0 = FloatVector.fromArray(SPECIES, y[3], at);
        FloatVector e0 = FloatVector.fromArray(SPECIES, y[4], at);
        FloatVector f0 = FloatVector.fromArray(SPECIES, y[5], at);
        for (int i = from; i < to; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, panel + i * LANES);
            a0 = FloatVector.broadcast(SPECIES, xa[i]).fma(w0, a0);
            b0 = FloatVector.broadcast(SPECIES, xb[i]).fma(w0, b0);
            c0 = FloatVector.broadcast(SPECIES, xc[i]).fma(w0, c0);
            d0 = FloatVector.broadcast(SPECIES, xd[i]).fma(w0, d0);
            e0 = FloatVector.broadcast(SPECIES, xe[i]).fma(w0, e0);
            f0 = FloatVector.broadcast(SPECIES, xf[i]).fma(w0, f0);
        }
        a0.intoArray(y[0], at);
        b0.intoArray(y[1], at);
        c0.intoArray(y[2], at);
        d0.intoArray(y[3], at);
        e0.intoArray(y[4], at);
        f0.intoArray(y[5], at);
    }
}
