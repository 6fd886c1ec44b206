package io.tidewatch.learning;

import io.tidewatch.codec.VarInt;
import io.tidewatch.model.ModelArtifact;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Looks for drift at regular event times, and finds it when two looks in a row do: what is odd for an hour is an
 * incident. Not thread-safe.
 */
final class DriftWatch {
    private static final long DAY_MS = 86_400_000;
    private static final long PERIOD_MS = 3_600_000;

    /** Looks in a row. */
    private static final int IN_A_ROW = 2;

    private final DriftTest test;
    private long lookedMs = TaskTimes.NONE;
    private int found;
    private List<Drift> latest = List.of();

    DriftWatch(DriftTest test) {
        this.test = test;
    }

    /**
     * Looks, when it is time to.
     *
     * @param nowMs event time
     * @param windowMs usual length of a window
     * @param read gives windows by their keys
     * @return whether there is drift
     */
    boolean at(
            long nowMs,
            LongSupplier windowMs,
            Reservoir reservoir,
            ModelArtifact active,
            Function<List<SampleKey>, List<TrainingSample>> read) {
        if (lookedMs != TaskTimes.NONE && Math.floorDiv(nowMs, PERIOD_MS) == Math.floorDiv(lookedMs, PERIOD_MS)) {
            return false;
        }
        lookedMs = nowMs;
        long untilMs = active.provenance().trainedUntilMs();
        DriftTest.Sides sides =
                test.sides(reservoir.kept(), new DriftTest.Range(untilMs, nowMs - DAY_MS, windowMs.getAsLong()));
        latest = sides.enough()
                ? test.compare(read.apply(sides.before()), read.apply(sides.since()), active)
                : List.of();
        found = latest.stream().anyMatch(Drift::found) ? found + 1 : 0;
        return found >= IN_A_ROW;
    }

    /** Begins anew, for another model. */
    void restart() {
        found = 0;
        latest = List.of();
    }

    /** The results of the last look; empty when there were too few windows. */
    List<Drift> latest() {
        return latest;
    }

    void write(ByteBuffer out) {
        out.putLong(lookedMs);
        VarInt.writeUnsigned(out, found);
    }

    void read(ByteBuffer in) {
        lookedMs = in.getLong();
        found = VarInt.readUnsigned(in);
    }
}
