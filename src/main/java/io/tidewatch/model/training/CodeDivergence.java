package io.tidewatch.model.training;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The divergence (Kullback and Leibler) of a code's distribution from a standard normal one, beyond some bits that are free
 * per number of the code (Kingma et al. 2016), so that the code does not collapse.
 *
 * <p>Sums have the shape {@code [batch, 2 × code]}: means, then log-variances. Labels have the same shape; all of them hold
 * the weight of the divergence.
 */
public final class CodeDivergence extends PlainLoss {
    /** In nats. */
    private static final double FREE = 0.1;

    private static final long serialVersionUID = 1L;

    @Override
    INDArray perRow(INDArray labels, INDArray sums) {
        return Transforms.max(divergence(sums).subi(FREE), 0, false)
                .muli(means(labels))
                .sum(true, 1);
    }

    @Override
    INDArray gradient(INDArray labels, INDArray sums) {
        INDArray weights = divergence(sums).gt(FREE).castTo(sums.dataType()).muli(means(labels));
        INDArray ofMeans = means(sums).mul(weights);
        INDArray ofLogVariances =
                Transforms.exp(logVariances(sums), true).subi(1).muli(0.5).muli(weights);
        return Nd4j.hstack(ofMeans, ofLogVariances);
    }

    private static INDArray divergence(INDArray sums) {
        INDArray logVariances = logVariances(sums);
        return means(sums)
                .mul(means(sums))
                .addi(Transforms.exp(logVariances, true))
                .subi(1)
                .subi(logVariances)
                .muli(0.5);
    }

    private static INDArray means(INDArray both) {
        return both.get(NDArrayIndex.all(), NDArrayIndex.interval(0, both.size(1) / 2));
    }

    private static INDArray logVariances(INDArray both) {
        return both.get(NDArrayIndex.all(), NDArrayIndex.interval(both.size(1) / 2, both.size(1)));
    }
}
