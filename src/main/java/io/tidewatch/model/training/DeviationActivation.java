package io.tidewatch.model.training;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Makes a standard deviation of a log-variance: {@code exp(x / 2)}. */
public final class DeviationActivation extends BaseActivationFunction {
    private static final long serialVersionUID = 1L;

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        return Transforms.exp(in.muli(0.5), false);
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        return new Pair<>(Transforms.exp(in.mul(0.5), false).muli(0.5).muli(epsilon), null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeviationActivation;
    }

    @Override
    public int hashCode() {
        return DeviationActivation.class.hashCode();
    }

    @Override
    public String toString() {
        return "deviation";
    }
}
