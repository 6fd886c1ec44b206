package io.tidewatch.evaluation.baseline;

import java.util.stream.IntStream;

/** The second control: the later, the more anomalous. Where it does well, the labels stand at the end. */
public final class RowNumber implements Baseline {

    @Override
    public String name() {
        return "row-number";
    }

    @Override
    public boolean seeded() {
        return false;
    }

    @Override
    public double[] scores(SeriesValues series, int trainRows, long seed) {
        return IntStream.range(0, series.rows()).asDoubleStream().toArray();
    }
}
