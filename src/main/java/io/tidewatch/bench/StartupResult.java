package io.tidewatch.bench;

import java.util.Map;

/**
 * One start of {@code tidewatch run} with an existing model.
 *
 * @param seconds from starting the process until it has scored a step
 * @param marks what its log said on the way, each with the seconds since the start, in order
 */
public record StartupResult(double seconds, Map<String, Double> marks) {}
