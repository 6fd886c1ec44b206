package io.tidewatch.model.training;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Smooth L1 (Huber 1964, δ = 1) per cell, weighted and averaged over the cells of a window.
 *
 * <p>Labels have the shape {@code [batch, 2 × cells]}: the targets, then the weight of each. A weight of 0 leaves a missing
 * cell out; hidden cells weigh more than shown ones. (The library's own label mask will not do: its output layer also
 * multiplies the output by it, so that a weight of 5 teaches a fifth of the target.)
 */
public final class WeightedHuberLoss implements ILossFunction {
    private static final long serialVersionUID = 1L;

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask, boolean average) {
        double sum = computeScoreArray(labels, preOutput, activation, mask)
                .sumNumber()
                .doubleValue();
        return average ? sum / labels.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
        INDArray off = off(labels, preOutput, activation);
        INDArray clipped = clipped(off);
        INDArray loss = off.subi(clipped.mul(0.5)).muli(clipped);
        return loss.muli(weights(labels)).divi(preOutput.size(1)).sum(true, 1);
    }

    @Override
    public INDArray computeGradient(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
        INDArray gradient = clipped(off(labels, preOutput, activation))
                .muli(weights(labels))
                .divi(preOutput.size(1));
        return activation.backprop(preOutput, gradient).getFirst();
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask, boolean average) {
        return Pair.of(
                computeScore(labels, preOutput, activation, mask, average),
                computeGradient(labels, preOutput, activation, mask));
    }

    private static INDArray off(INDArray labels, INDArray preOutput, IActivation activation) {
        INDArray targets = labels.get(NDArrayIndex.all(), NDArrayIndex.interval(0, preOutput.size(1)));
        boolean linear = activation instanceof ActivationIdentity;
        INDArray outputs = linear ? preOutput : activation.getActivation(preOutput.dup(), true);
        return outputs.sub(targets);
    }

    private static INDArray weights(INDArray labels) {
        return labels.get(NDArrayIndex.all(), NDArrayIndex.interval(labels.size(1) / 2, labels.size(1)));
    }

    private static INDArray clipped(INDArray off) {
        return Transforms.max(Transforms.min(off, 1.0, true), -1.0, false);
    }

    @Override
    public String name() {
        return "WeightedHuberLoss";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WeightedHuberLoss;
    }

    @Override
    public int hashCode() {
        return WeightedHuberLoss.class.hashCode();
    }

    @Override
    public String toString() {
        return name();
    }
}
