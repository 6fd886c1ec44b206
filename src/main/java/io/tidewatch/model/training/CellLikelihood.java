package io.tidewatch.model.training;

import io.tidewatch.model.CellSpread;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The negative log-likelihood of cells under {@link CellSpread}, up to a constant, weighted and averaged over the cells
 * of a window.
 *
 * <p>Sums have the shape {@code [batch, 2 × cells]}: the centres, then the logarithms of the squared scales. Labels are
 * those of {@link WeightedHuberLoss}: the targets, then the weight of each.
 */
public final class CellLikelihood extends PlainLoss {
    private static final long serialVersionUID = 1L;

    @Override
    INDArray perRow(INDArray labels, INDArray sums) {
        INDArray logVariance = bounded(second(sums));
        INDArray off = scaled(labels, sums, logVariance);
        INDArray clipped = clipped(off);
        INDArray loss = off.mul(clipped).subi(clipped.mul(clipped).muli(0.5)).addi(logVariance.mul(0.5));
        return loss.muli(second(labels)).divi(cells(sums)).sum(true, 1);
    }

    @Override
    INDArray gradient(INDArray labels, INDArray sums) {
        INDArray raw = second(sums);
        INDArray logVariance = bounded(raw);
        INDArray off = scaled(labels, sums, logVariance);
        INDArray clipped = clipped(off);
        INDArray weights = second(labels).div(cells(sums));
        INDArray ofCentre = clipped.mul(Transforms.exp(logVariance.mul(-0.5), false))
                .muli(weights)
                .negi();
        INDArray within = raw.eq(logVariance).castTo(raw.dataType());
        INDArray ofLogVariance =
                off.mul(clipped).muli(-0.5).addi(0.5).muli(weights).muli(within);
        return Nd4j.hstack(ofCentre, ofLogVariance);
    }

    /** How far targets are from their centres, in scales. */
    private static INDArray scaled(INDArray labels, INDArray sums, INDArray logVariance) {
        return first(labels).sub(first(sums)).muli(Transforms.exp(logVariance.mul(-0.5), false));
    }

    private static INDArray bounded(INDArray logVariance) {
        return Transforms.max(
                Transforms.min(logVariance, CellSpread.HIGHEST_LOG_VARIANCE, true),
                CellSpread.LOWEST_LOG_VARIANCE,
                false);
    }

    private static INDArray clipped(INDArray off) {
        return Transforms.max(Transforms.min(off, 1.0, true), -1.0, false);
    }

    private static long cells(INDArray sums) {
        return sums.size(1) / 2;
    }

    private static INDArray first(INDArray both) {
        return both.get(NDArrayIndex.all(), NDArrayIndex.interval(0, cells(both)));
    }

    private static INDArray second(INDArray both) {
        return both.get(NDArrayIndex.all(), NDArrayIndex.interval(cells(both), both.size(1)));
    }
}
