package io.tidewatch.scoring;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import java.util.Arrays;

/**
 * A network compiled to fused loops: no library, no allocation per call once a thread has its buffers and the JIT
 * compiler has done its work. Immutable, and safe for many threads.
 *
 * <p>Rows are taken in groups of up to four. Where the kernel can, a group shares each load of the weights; a single row
 * leaves out inputs that are 0 (hidden or missing cells and their mask) instead. The same call gives the same bits;
 * another grouping, or the other kernel, differs in the last ones, because it adds in another order.
 *
 * <p>The rows of one window differ only in what is hidden. Computing the first layer of the others as a difference from
 * the first row was tried at 32 × 8: 1.8 µs a row instead of 1.5 with the vector kernel. The plain kernel gained a third,
 * but is the fallback, and a row's rounding error would depend on its neighbours.
 */
public final class CompiledScorer implements Scorer {
    private static final int GROUP = 4;

    private final InputLayout layout;
    private final CompiledLayer[] layers;
    private final ThreadLocal<Scratch> scratch;

    /** The buffers of one thread. */
    private static final class Scratch {
        /** Beyond the layout's width always 0. */
        private final float[][] inputs;

        private final float[][][] sums;
        private final int[] fours;

        private Scratch(int inputs, int widest) {
            this.inputs = new float[GROUP][inputs];
            this.sums = new float[2][GROUP][widest];
            this.fours = new int[Math.max(inputs, widest) / 4];
        }
    }

    private CompiledScorer(Network network, Kernel kernel) {
        this.layout = network.layout();
        this.layers = network.layers().stream().map(kernel::compile).toArray(CompiledLayer[]::new);
        int inputs = layers[0].inputs();
        int widest =
                Arrays.stream(layers).mapToInt(CompiledLayer::outputs).max().getAsInt();
        this.scratch = ThreadLocal.withInitial(() -> new Scratch(inputs, widest));
    }

    /** Compiles a network for the fastest kernel at hand. */
    public static Scorer compile(Network network) {
        return compile(network, Kernel.best());
    }

    static Scorer compile(Network network, Kernel kernel) {
        return new CompiledScorer(network, kernel);
    }

    /** Which kernel {@link #compile(Network)} uses in this process; to be logged at the start. */
    public static String kernel() {
        return Kernel.best().description();
    }

    @Override
    public InputLayout layout() {
        return layout;
    }

    @Override
    public void score(float[] inputs, int rows, float[] outputs) {
        if (inputs.length < rows * layout.width() || outputs.length < rows * layout.cells()) {
            throw new IllegalArgumentException("arrays too short for " + rows + " rows of " + layout);
        }
        Scratch own = scratch.get();
        for (int first = 0; first < rows; first += GROUP) {
            int count = Math.min(GROUP, rows - first);
            for (int r = 0; r < count; r++) {
                System.arraycopy(inputs, (first + r) * layout.width(), own.inputs[r], 0, layout.width());
            }
            float[][] answers = group(own, count);
            for (int r = 0; r < count; r++) {
                System.arraycopy(answers[r], 0, outputs, (first + r) * layout.cells(), layout.cells());
            }
        }
    }

    /** Takes the first rows of the inputs through all layers. */
    private float[][] group(Scratch own, int count) {
        float[][] x = own.inputs;
        for (int l = 0; l < layers.length; l++) {
            CompiledLayer layer = layers[l];
            float[][] y = own.sums[l & 1];
            if (count > 1 && layer.takesFourRows()) {
                // Four rows cost less than two single ones; what the unused rows hold goes nowhere.
                layer.applyToFourRows(x, y);
            } else {
                for (int r = 0; r < count; r++) {
                    layer.apply(x[r], own.fours, foursIn(x[r], layer.inputs(), own.fours), y[r]);
                }
            }
            for (int r = 0; r < count; r++) {
                layer.activate(y[r]);
            }
            x = y;
        }
        return x;
    }

    /** Finds the runs of four inputs that are not all 0. Returns how many. */
    private static int foursIn(float[] x, int inputs, int[] fours) {
        int count = 0;
        for (int i = 0; i < inputs; i += 4) {
            if (x[i] != 0 || x[i + 1] != 0 || x[i + 2] != 0 || x[i + 3] != 0) {
                fours[count++] = i >> 2;
            }
        }
        return count;
    }
}
