package io.tidewatch.inference;

import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import java.util.Arrays;

/**
 * The first layer's sums for rows of one window that differ in how many of the newest steps are hidden.
 *
 * <p>Such rows are nested: a hidden cell's value and mask are 0, so each row is the row that hides more plus some steps. The
 * sums therefore run once over the steps, in their order, and are read off where a row ends. The masks of whole steps are
 * all 1: what they add is known beforehand for each number of shown steps; only missing cells are taken off it. Nothing
 * that was added is subtracted again, so a row's rounding does not depend on what it hides. Immutable.
 */
final class NestedFirstLayer {
    private final InputLayout layout;
    private final CompiledLayer layer;
    /** The same weights, of the values alone: read from end to end they come a third faster. */
    private final CompiledLayer values;

    private final float[] bias;
    /** The mask of a window whose cells are all there. */
    private final float[] full;
    /** {@code [steps + 1][outputs]}: what the masks of the first so many steps add, all cells there. */
    private final float[][] masks;

    /**
     * @param layer the same layer, compiled
     * @param values its {@link #values}, compiled
     */
    NestedFirstLayer(InputLayout layout, DenseLayer source, CompiledLayer layer, CompiledLayer values) {
        this.layout = layout;
        this.layer = layer;
        this.values = values;
        this.bias = new float[layer.outputs()];
        this.full = new float[layout.cells()];
        Arrays.fill(full, 1);
        this.masks = new float[layout.steps() + 1][layer.outputs()];
        for (int o = 0; o < source.outputs(); o++) {
            bias[o] = source.bias(o);
            double sum = 0;
            for (int step = 0; step < layout.steps(); step++) {
                for (int f = 0; f < layout.features(); f++) {
                    sum += source.weight(layout.visible(step, f), o);
                }
                masks[step + 1][o] = (float) sum;
            }
        }
    }

    /** What a first layer does with the values alone. */
    static DenseLayer values(DenseLayer source, InputLayout layout) {
        int inputs = layout.cells();
        float[][] weights = new float[inputs][source.outputs()];
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < source.outputs(); o++) {
                weights[i][o] = source.weight(i, o);
            }
        }
        return new DenseLayer(weights, new float[source.outputs()], source.activation());
    }

    /**
     * Computes the sums of all rows.
     *
     * @param input the row that hides nothing; missing cells are 0, so is their mask
     * @param shown how many of the oldest steps each row shows: the first all, the others ascending
     * @param rows how many rows
     * @param corrections {@code [layout.width()]}, scratch
     * @param running {@code [outputs]}, scratch
     * @param sums {@code [rows][outputs]}, written
     */
    void apply(float[] input, int[] shown, int rows, float[] corrections, float[] running, float[][] sums) {
        System.arraycopy(bias, 0, running, 0, bias.length);
        layer.add(input, layout.sideAt(0), layout.width(), running);
        int from = 0;
        for (int i = 1; i <= rows; i++) {
            int row = i % rows;
            int to = shown[row];
            values.add(input, layout.cell(from, 0), layout.cell(to, 0), running);
            takeOffMissing(input, from, to, corrections, running);
            sum(running, masks[to], sums[row], bias.length);
            from = to;
        }
    }

    private void takeOffMissing(float[] input, int fromStep, int toStep, float[] corrections, float[] running) {
        if (!anyMissing(input, layout.visible(fromStep, 0), layout.visible(toStep, 0))) {
            return;
        }
        int features = layout.features();
        for (int at = layout.visible(fromStep, 0); at < layout.visible(toStep, 0); at += features) {
            if (anyMissing(input, at, at + features)) {
                for (int i = at; i < at + features; i++) {
                    corrections[i] = input[i] - 1;
                }
                layer.add(corrections, at, at + features, running);
            }
        }
    }

    private boolean anyMissing(float[] input, int from, int to) {
        return !Arrays.equals(input, from, to, full, 0, to - from);
    }

    private static void sum(float[] a, float[] b, float[] into, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = a[i] + b[i];
        }
    }
}
