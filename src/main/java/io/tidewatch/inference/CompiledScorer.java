package io.tidewatch.inference;

import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network compiled to fused loops: no library, no allocation per call once a thread has its buffers and the JIT
 * compiler has done its work. Immutable, and safe for many threads.
 *
 * <p>Rows are taken in groups of up to six. Where the kernel can, a group shares each load of the weights; a single row
 * leaves out inputs that are 0 (hidden or missing cells and their mask) instead. The same call gives the same bits;
 * another grouping, or the other kernel, differs in the last bits, because it adds in another order.
 *
 * <p>The rows of one window that hide its newest steps share most of the first layer, see {@link NestedFirstLayer},
 * and of
 * the last layer only what was hidden is asked for: {@link #scoreHiding} does a third of the arithmetic of plain rows.
 */
public final class CompiledScorer implements Scorer {
    private static final int GROUP = CompiledLayer.ROWS;

    private final InputLayout layout;
    private final CompiledLayer[] layers;
    private final NestedFirstLayer nested;
    /** Outputs of each layer, without those that only fill registers. */
    private final int[] widths;
    /** The layer that computes the mean of a variational model's code; −1 in other families. */
    private final int gaussianLayer;

    private final ThreadLocal<Scratch> scratch;

    /** The buffers of one thread. */
    private static final class Scratch {
        /** Beyond the layout's width always 0. */
        private final float[][] inputs;

        private final float[][][] sums;
        private final int[] fours;
        private final float[] corrections;
        private final float[] running;
        private final int[] shown = new int[GROUP];
        private final int[] firstHidden = new int[GROUP];

        private Scratch(int inputs, int widest) {
            this.inputs = new float[GROUP][inputs];
            this.sums = new float[2][GROUP][widest];
            this.fours = new int[Math.max(inputs, widest) / 4];
            this.corrections = new float[inputs];
            this.running = new float[widest];
        }
    }

    private CompiledScorer(Network network, Kernel kernel) {
        this.layout = network.layout();
        List<DenseLayer> all = new ArrayList<>(network.layers());
        all.add(0, NestedFirstLayer.values(network.layers().get(0), layout));
        CompiledLayer[] compiled = kernel.compile(all);
        this.layers = Arrays.copyOfRange(compiled, 1, compiled.length);
        this.widths = network.layers().stream().mapToInt(DenseLayer::outputs).toArray();
        this.gaussianLayer = network.gaussianCode() ? network.codeLayer().getAsInt() : -1;
        this.nested = new NestedFirstLayer(layout, network.layers().get(0), layers[0], compiled[0]);
        int inputs = layers[0].inputs();
        int widest =
                Arrays.stream(layers).mapToInt(CompiledLayer::outputs).max().getAsInt();
        this.scratch = ThreadLocal.withInitial(() -> new Scratch(inputs, widest));
    }

    /** Compiles a network for the fastest kernel at hand. */
    public static Scorer compile(Network network) {
        return compile(network, Kernel.best());
    }

    public static CompiledScorer compile(Network network, Kernel kernel) {
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
            float[][] answers = group(own, count, layers.length);
            for (int r = 0; r < count; r++) {
                System.arraycopy(answers[r], 0, outputs, (first + r) * layout.cells(), layout.cells());
            }
        }
    }

    @Override
    public void scoreHiding(float[] input, int[] hidden, float[] outputs) {
        int rows = 1 + hidden.length;
        if (input.length < layout.width() || outputs.length < rows * layout.cells()) {
            throw new IllegalArgumentException("arrays too short for " + rows + " rows of " + layout);
        }
        if (rows > GROUP) {
            Scorer.super.scoreHiding(input, hidden, outputs);
            return;
        }
        Scratch own = scratch.get();
        order(own, hidden, rows);
        float[][] answers = hiding(own, input, rows);
        for (int row = 0; row < rows; row++) {
            answer(own, answers[row], row, rows, outputs);
        }
    }

    /**
     * Says what each row shows. The row that hides most comes second: rows then are in the order in which the last
     * layer's
     * outputs join.
     */
    private void order(Scratch own, int[] hidden, int rows) {
        own.shown[0] = layout.steps();
        own.firstHidden[0] = 0;
        for (int row = 1; row < rows; row++) {
            own.shown[row] = layout.steps() - hidden[rows - 1 - row];
            own.firstHidden[row] = layout.cell(own.shown[row], 0);
        }
    }

    /** Puts what a row asked for where the caller wants it. */
    private void answer(Scratch own, float[] answer, int row, int rows, float[] outputs) {
        int first = own.firstHidden[row];
        int at = row == 0 ? 0 : rows - row;
        System.arraycopy(answer, first, outputs, at * layout.cells() + first, layout.cells() - first);
    }

    @Override
    public double divergence(float[] input) {
        if (gaussianLayer < 0) {
            return 0;
        }
        float[] code = upTo(gaussianLayer, input);
        double squares = 0;
        for (int i = 0; i < widths[gaussianLayer]; i++) {
            squares += code[i] * code[i];
        }
        return 0.5 * squares;
    }

    private float[] upTo(int layer, float[] input) {
        Scratch own = scratch.get();
        System.arraycopy(input, 0, own.inputs[0], 0, layout.width());
        return group(own, 1, layer + 1)[0];
    }

    /** What a layer answers to one window. */
    public List<Float> answersOf(int layer, float[] input) {
        float[] answers = upTo(layer, input);
        List<Float> list = new ArrayList<>();
        for (int i = 0; i < widths[layer]; i++) {
            list.add(answers[i]);
        }
        return list;
    }

    /** Takes the rows that {@code own} describes through all layers. */
    private float[][] hiding(Scratch own, float[] input, int rows) {
        int last = layers.length - 1;
        float[][] x = own.sums[0];
        nested.apply(input, own.shown, rows, own.corrections, own.running, x);
        activate(layers[0], x, rows);
        for (int l = 1; l <= last; l++) {
            float[][] y = own.sums[l & 1];
            if (l < last) {
                all(layers[l], own, x, rows, y);
            } else {
                layers[l].applyFrom(x, own.firstHidden, rows, y);
            }
            activate(layers[l], y, rows);
            x = y;
        }
        return x;
    }

    /** Takes the first rows of the inputs through the first layers. */
    private float[][] group(Scratch own, int count, int depth) {
        float[][] x = own.inputs;
        for (int l = 0; l < depth; l++) {
            float[][] y = own.sums[l & 1];
            all(layers[l], own, x, count, y);
            activate(layers[l], y, count);
            x = y;
        }
        return x;
    }

    private static void all(CompiledLayer layer, Scratch own, float[][] x, int count, float[][] y) {
        if (count > 1 && layer.sharesWeights()) {
            layer.applyToRows(x, count, 0, y);
        } else {
            for (int r = 0; r < count; r++) {
                layer.apply(x[r], own.fours, foursIn(x[r], layer.inputs(), own.fours), y[r]);
            }
        }
    }

    private static void activate(CompiledLayer layer, float[][] y, int count) {
        for (int r = 0; r < count; r++) {
            layer.activate(y[r]);
        }
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
