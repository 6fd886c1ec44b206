package io.tidewatch.evaluation;

import java.time.Duration;
import java.time.Instant;

/**
 * A simulated fleet.
 *
 * @param entities how many
 * @param step time between an entity's events
 * @param start time of the first event
 * @param normal how long nothing is wrong
 * @param watched how long anomalies come, after that
 * @param seed of everything
 */
public record FleetSpec(int entities, Duration step, Instant start, Duration normal, Duration watched, long seed) {

    public FleetSpec {
        if (entities < 1 || step.isZero() || step.isNegative()) {
            throw new IllegalArgumentException("a fleet needs entities and a step");
        }
    }

    long startMs() {
        return start.toEpochMilli();
    }

    long watchedFromMs() {
        return startMs() + normal.toMillis();
    }

    long endMs() {
        return watchedFromMs() + watched.toMillis();
    }
}
