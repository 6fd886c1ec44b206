package io.tidewatch.model.training;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.TrainingWindows;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One batch of windows with some cells hidden: what the network is shown, what it should say, and what each cell weighs.
 *
 * <p>Each window draws one of these ways of hiding, with equal odds: its last step, its last fifth, its last three
 * quarters, 15% of its cells at random; with several features also one feature's last steps (so that the others must
 * show it); or nothing. A window of several steps never loses all of them. The buffers are reused from batch to batch.
 */
final class MaskedBatch {
    private static final float HIDDEN_WEIGHT = 5;
    private static final double SCATTERED_SHARE = 0.15;

    private final InputLayout layout;
    private final int rows;
    final float[] inputs;
    /** Per row the targets of all cells, then their weights. */
    final float[] labels;

    MaskedBatch(InputLayout layout, int rows) {
        this.layout = layout;
        this.rows = rows;
        this.inputs = new float[rows * layout.width()];
        this.labels = new float[rows * 2 * layout.cells()];
    }

    int rows() {
        return rows;
    }

    /** What the network is shown, {@code [rows, layout.width()]}; the caller closes it. */
    INDArray inputs() {
        return copy(inputs, layout.width());
    }

    /** What it should say, and what each cell weighs, {@code [rows, 2 × layout.cells()]}; the caller closes it. */
    INDArray labels() {
        return copy(labels, 2 * layout.cells());
    }

    /** In one piece: {@link Nd4j#createFromArray} copies number by number, a twentieth of a training. */
    private INDArray copy(float[] values, int width) {
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, rows, width);
        array.data().asNioFloat().put(values);
        return array;
    }

    /** The whole windows, missing cells 0, {@code [rows, layout.cells()]}; the caller closes it. */
    INDArray targets() {
        return ofLabels(0, false);
    }

    /** 1 where a cell is not missing, {@code [rows, layout.cells()]}; the caller closes it. */
    INDArray known() {
        return ofLabels(layout.cells(), true);
    }

    private INDArray ofLabels(int from, boolean mask) {
        int cells = layout.cells();
        float[] taken = new float[rows * cells];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < cells; i++) {
                float label = labels[row * 2 * cells + from + i];
                taken[row * cells + i] = mask && label > 0 ? 1 : label;
            }
        }
        return copy(taken, cells);
    }

    /** Fills a row with a window, some of it hidden. */
    void fill(int row, TrainingWindows windows, int window, Random random) {
        int cells = layout.cells();
        int in = row * layout.width();
        int out = row * 2 * cells;
        for (int i = 0; i < cells; i++) {
            float u = windows.cell(window, i);
            boolean missing = Float.isNaN(u);
            inputs[in + i] = missing ? 0 : u;
            inputs[in + cells + i] = missing ? 0 : 1;
            labels[out + i] = missing ? 0 : u;
            labels[out + cells + i] = missing ? 0 : 1;
        }
        for (int i = 0; i < layout.side(); i++) {
            inputs[in + 2 * cells + i] = windows.side(window, i);
        }
        int steps = layout.steps();
        switch (random.nextInt(layout.features() > 1 ? 6 : 5)) {
            case 0 -> hideLast(in, out, 1);
            case 1 -> hideLast(in, out, atMost(steps - 1, Math.max(2, steps * 6 / 32)));
            case 2 -> hideLast(in, out, atMost(steps - 1, Math.max(3, steps * 24 / 32)));
            case 3 -> {
                for (int i = 0; i < cells; i++) {
                    if (random.nextDouble() < SCATTERED_SHARE) {
                        hide(in, out, i);
                    }
                }
            }
            case 4 -> {}
            default -> {
                int feature = random.nextInt(layout.features());
                int last = 1 + random.nextInt(atMost(steps - 1, Math.max(2, steps * 6 / 32)));
                for (int t = steps - last; t < steps; t++) {
                    hide(in, out, layout.cell(t, feature));
                }
            }
        }
    }

    private static int atMost(int most, int steps) {
        return Math.max(1, Math.min(most, steps));
    }

    private void hideLast(int in, int out, int steps) {
        for (int i = layout.cell(layout.steps() - steps, 0); i < layout.cells(); i++) {
            hide(in, out, i);
        }
    }

    private void hide(int in, int out, int cell) {
        inputs[in + cell] = 0;
        inputs[in + layout.cells() + cell] = 0;
        int weight = out + layout.cells() + cell;
        if (labels[weight] > 0) {
            labels[weight] = HIDDEN_WEIGHT;
        }
    }
}
