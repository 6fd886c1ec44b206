package io.tidewatch.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of one variant showed.
 *
 * @param subject which topology
 * @param stepMs length of a step, milliseconds; 0: every event is a step
 * @param entityInKey whether the record's key names the entity
 * @param threads stream threads
 * @param entities how many
 * @param features numeric fields per event
 * @param runs in the order they were made
 * @param state what its stores held in the end; null when that was not looked at
 */
public record Variant(
        RunSpec.Subject subject,
        long stepMs,
        boolean entityInKey,
        int threads,
        int entities,
        int features,
        List<RunResult> runs,
        @Nullable StoredState state) {

    public Variant {
        runs = List.copyOf(runs);
    }

    /** Steady rate, median of the runs. */
    double eventsPerSecond() {
        return median(RunResult::eventsPerSecond);
    }

    double median(ToDoubleFunction<RunResult> figure) {
        return Median.of(runs, figure);
    }

    /** Memory at the end of the last run. */
    Resources resources() {
        return runs.get(runs.size() - 1).resources();
    }

    /** Bytes of state of one entity; null when that was not looked at. */
    @Nullable
    Double stateBytesPerEntity() {
        return state == null ? null : state.bytes() / (double) entities;
    }

    /** Bytes that the changelogs keep of one entity; null likewise. */
    @Nullable
    Double changelogKeptBytesPerEntity() {
        return state == null ? null : state.keptBytes() / (double) entities;
    }
}
