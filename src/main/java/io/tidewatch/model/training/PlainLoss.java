package io.tidewatch.model.training;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** A loss of a layer's sums as they are: for layers with the identity for activation. Without parameters of its own. */
public abstract class PlainLoss implements ILossFunction {
    private static final long serialVersionUID = 1L;

    /** The loss of each row, {@code [batch, 1]}. */
    abstract INDArray perRow(INDArray labels, INDArray sums);

    /** Its gradient with respect to the sums. */
    abstract INDArray gradient(INDArray labels, INDArray sums);

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask, boolean average) {
        double sum = perRow(labels, preOutput).sumNumber().doubleValue();
        return average ? sum / labels.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
        return perRow(labels, preOutput);
    }

    @Override
    public INDArray computeGradient(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
        return gradient(labels, preOutput);
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask, boolean average) {
        return Pair.of(computeScore(labels, preOutput, activation, mask, average), gradient(labels, preOutput));
    }

    @Override
    public String name() {
        return getClass().getSimpleName();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public int hashCode() {
        return getClass().hashCode();
    }

    @Override
    public String toString() {
        return name();
    }
}
