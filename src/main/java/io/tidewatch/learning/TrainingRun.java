package io.tidewatch.learning;

/**
 * A training that has begun.
 *
 * @param untilMs event time up to which it learns, epoch milliseconds
 * @param base version of the model that was active when it began; empty: there was none
 */
public record TrainingRun(long untilMs, String base) {}
