package io.tidewatch.scoring;

import io.tidewatch.model.DenseLayer;
import io.tidewatch.window.Sinh;

/** The ways to compile a layer. */
enum Kernel {
    /** Loops that the JIT compiler vectorises. */
    PLAIN {
        @Override
        CompiledLayer compile(DenseLayer layer) {
            return new PlainLayer(layer);
        }

        @Override
        void sinh(float[] u, int from, int to, float limit, float[] into) {
            sinhOneByOne(u, from, to, limit, into);
        }

        @Override
        String description() {
            return "plain Java";
        }
    },
    /** The Vector API; needs {@code --add-modules jdk.incubator.vector}. */
    VECTOR {
        @Override
        CompiledLayer compile(DenseLayer layer) {
            return new VectorLayer(layer);
        }

        @Override
        void sinh(float[] u, int from, int to, float limit, float[] into) {
            sinhOneByOne(u, from, VectorActivations.sinh(u, from, to, limit, into), limit, into);
        }

        @Override
        String description() {
            return "Vector API, " + VectorLayer.LANES + " lanes";
        }
    };

    abstract CompiledLayer compile(DenseLayer layer);

    /**
     * Writes the hyperbolic sine of {@code u[from..to)}, cut to ±limit first, to the same places of {@code into}; places
     * before {@code from} may hold anything afterwards. NaN stays NaN.
     *
     * @param limit at most 80, what single precision can hold
     */
    abstract void sinh(float[] u, int from, int to, float limit, float[] into);

    private static void sinhOneByOne(float[] u, int from, int to, float limit, float[] into) {
        for (int i = from; i < to; i++) {
            into[i] = (float) Sinh.of(Math.max(-limit, Math.min(limit, u[i])));
        }
    }

    abstract String description();

    /**
     * The fastest that this process can run. Four lanes are worth it on ARM only: an x86 processor with so few has no
     * fused multiply-add, which the Vector API then emulates at a crawl.
     */
    static Kernel best() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return PLAIN;
        }
        boolean arm = System.getProperty("os.arch", "").equals("aarch64");
        return VectorLayer.LANES >= (arm ? 4 : 8) ? VECTOR : PLAIN;
    }
}
