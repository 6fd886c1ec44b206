package io.tidewatch.inference;

import io.tidewatch.math.Sinh;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.window.Ring;
import java.util.List;

/** The ways to compile a layer. */
public enum Kernel {
    /** Loops that the JIT compiler vectorises. */
    PLAIN {
        @Override
        CompiledLayer[] compile(List<DenseLayer> layers) {
            return layers.stream().map(PlainLayer::new).toArray(CompiledLayer[]::new);
        }

        @Override
        public void sinh(float[] u, int from, int to, float limit, float[] into) {
            sinhOneByOne(u, from, to, limit, into);
        }

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public void unroll(Ring ring, int first, float[] into) {
            ring.copy(first, into);
        }

        @Override
        public void sum(float[] residuals, int from, int to, int features, float[] sums, float[] seen) {
            PlainResiduals.sum(residuals, from, to, features, sums, seen);
        }

        @Override
        public void sumOff(
                float[] cells,
                float[] expected,
                int shift,
                int from,
                int to,
                int features,
                float[] sums,
                float[] seen) {
            PlainResiduals.sumOff(cells, expected, shift, from, to, features, sums, seen);
        }

        @Override
        public void deviations(
                float[] raw, float[] seasonal, int from, int count, float limit, float[] into, float[] known) {
            PlainResiduals.deviations(raw, seasonal, from, count, limit, into);
            PlainResiduals.known(into, count, known);
        }

        @Override
        public void known(float[] values, int count, float[] into) {
            PlainResiduals.known(values, count, into);
        }

        @Override
        public int show(float[] cells, int count, float[] inputs) {
            return PlainResiduals.show(cells, 0, count, inputs);
        }

        @Override
        public float squares(float[] inputs, float[] outputs, int count) {
            return PlainResiduals.squares(inputs, outputs, 0, count);
        }

        @Override
        String description() {
            return "plain Java";
        }
    },
    /** The Vector API; needs {@code --add-modules jdk.incubator.vector}. */
    VECTOR {
        @Override
        CompiledLayer[] compile(List<DenseLayer> layers) {
            return VectorLayer.compile(layers);
        }

        @Override
        public void sinh(float[] u, int from, int to, float limit, float[] into) {
            sinhOneByOne(u, from, VectorActivations.sinh(u, from, to, limit, into), limit, into);
        }

        @Override
        public int lanes() {
            return VectorTiles.LANES;
        }

        @Override
        public void unroll(Ring ring, int first, float[] into) {
            VectorResiduals.unroll(ring.values(), ring.length(), first, into);
        }

        @Override
        public void sum(float[] residuals, int from, int to, int features, float[] sums, float[] seen) {
            VectorResiduals.sum(residuals, from, to, features, sums, seen);
        }

        @Override
        public void sumOff(
                float[] cells,
                float[] expected,
                int shift,
                int from,
                int to,
                int features,
                float[] sums,
                float[] seen) {
            VectorResiduals.sumOff(cells, expected, shift, from, to, features, sums, seen);
        }

        @Override
        public void deviations(
                float[] raw, float[] seasonal, int from, int count, float limit, float[] into, float[] known) {
            VectorResiduals.deviations(raw, seasonal, from, count, limit, into, known);
        }

        @Override
        public void known(float[] values, int count, float[] into) {
            VectorResiduals.known(values, count, into);
        }

        @Override
        public int show(float[] cells, int count, float[] inputs) {
            return VectorResiduals.show(cells, count, inputs);
        }

        @Override
        public float squares(float[] inputs, float[] outputs, int count) {
            return VectorResiduals.squares(inputs, outputs, count);
        }

        @Override
        String description() {
            return "Vector API, " + VectorLayer.LANES + " lanes";
        }
    };

    /** Compiles the layers of a network, in their order. */
    abstract CompiledLayer[] compile(List<DenseLayer> layers);

    /**
     * Writes the hyperbolic sine of {@code u[from..to)}, cut to ±limit first, to the same places of {@code into}; places
     * before {@code from} may hold anything afterwards. NaN stays NaN.
     *
     * @param limit at most 80, what single precision can hold
     */
    public abstract void sinh(float[] u, int from, int to, float limit, float[] into);

    /** How many features it takes at once: sums are as many longer as makes their length a multiple, cells by one vector. */
    public abstract int lanes();

    /**
     * Copies a ring from one of its cells on. As it will be read, in vectors from the start: what is read otherwise than it was
     * just written has to wait.
     *
     * @param into longer by {@link #lanes()}, whose content there is nobody's
     */
    public abstract void unroll(Ring ring, int first, float[] into);

    /**
     * Adds the residuals of some steps, newest first, feature by feature; NaN is left out.
     *
     * @param residuals {@code [steps × features]}, longer by {@link #lanes()}; those of the steps from {@code from} to {@code
     *     to} are added
     * @param sums {@code [features]}, a multiple of {@link #lanes()} long
     * @param seen likewise: how many were added
     */
    public abstract void sum(float[] residuals, int from, int to, int features, float[] sums, float[] seen);

    /** {@link #sum} of what cells are above what was expected of them; {@code expected} stands {@code shift} further on. */
    public abstract void sumOff(
            float[] cells, float[] expected, int shift, int from, int to, int features, float[] sums, float[] seen);

    /**
     * Writes residuals from the season or, where these are missing, from the median, cut to ±limit; NaN where both are
     * missing. All arrays are longer by {@link #lanes()}, whose content there is nobody's.
     *
     * @param from where to read; written from the start on
     * @param known likewise, with 0 in place of NaN
     */
    public abstract void deviations(
            float[] raw, float[] seasonal, int from, int count, float limit, float[] into, float[] known);

    /** Writes the {@code known} of {@link #deviations}. */
    public abstract void known(float[] values, int count, float[] into);

    /** Writes cells as a network takes them: a missing one is 0, and behind them all their mask. Returns how many are there. */
    public abstract int show(float[] cells, int count, float[] inputs);

    /**
     * The sum of the squares of what outputs differ from inputs by, where these are shown.
     *
     * @param inputs cells and behind them their mask
     */
    public abstract float squares(float[] inputs, float[] outputs, int count);

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
    public static Kernel best() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return PLAIN;
        }
        boolean arm = System.getProperty("os.arch", "").equals("aarch64");
        return VectorLayer.LANES >= (arm ? 4 : 8) ? VECTOR : PLAIN;
    }
}
