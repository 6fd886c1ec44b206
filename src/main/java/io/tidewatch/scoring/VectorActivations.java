package io.tidewatch.scoring;

import jdk.incubator.vector.FloatVector;

/** Activations in the Vector API; a row's width is a multiple of its lanes. */
final class VectorActivations {

    private VectorActivations() {}

    /** {@link Tanh}, lane by lane. Not a method from vector to vector: where that is not inlined, each call allocates. */
    static void tanh(float[] y, int count) {
        for (int o = 0; o < count; o += VectorTiles.LANES) {
            FloatVector z = FloatVector.fromArray(VectorTiles.SPECIES, y, o)
                    .min(Tanh.LIMIT)
                    .max(-Tanh.LIMIT);
            FloatVector s = z.mul(z);
            FloatVector n = z.mul(s.mul(Tanh.P2).add(Tanh.P1).mul(s).add(Tanh.P0));
            FloatVector q =
                    s.mul(Tanh.Q3).add(Tanh.Q2).mul(s).add(Tanh.Q1).mul(s).add(1f);
            n.add(n).mul(q).div(n.mul(n).add(q.mul(q))).intoArray(y, o);
        }
    }

    static void relu(float[] y, int count) {
        for (int o = 0; o < count; o += VectorTiles.LANES) {
            FloatVector.fromArray(VectorTiles.SPECIES, y, o).max(0f).intoArray(y, o);
        }
    }

    static void scale(float[] y, int count, float by, float plus) {
        for (int o = 0; o < count; o += VectorTiles.LANES) {
            FloatVector.fromArray(VectorTiles.SPECIES, y, o).mul(by).add(plus).intoArray(y, o);
        }
    }
}
