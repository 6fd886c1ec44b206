package io.tidewatch.evaluation.baseline;

/**
 * A detector to compare with. Further ones are found by {@link java.util.ServiceLoader}, so that a library that only a
 * comparison needs stays out of the distribution.
 */
public interface Baseline {

    /** As it stands in tables. */
    String name();

    /** Whether another seed gives other scores. */
    boolean seeded();

    /**
     * Scores every row. The score of row t depends on rows up to t, or on the rows to learn from.
     *
     * @param trainRows rows at the start that may be learnt from beforehand; their own scores are not used
     * @return one per row, finite; higher is more anomalous
     */
    double[] scores(SeriesValues series, int trainRows, long seed);
}
