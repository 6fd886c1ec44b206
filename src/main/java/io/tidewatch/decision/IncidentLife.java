package io.tidewatch.decision;

import io.tidewatch.codec.TextCodec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is published of one entity's incidents: the start, when it becomes clearly worse, more severe or of another
 * kind, ever more rarely that it goes on, and the end.
 *
 * <p>An incident goes on while steps are anomalous by themselves. A value that is over stays in the window, and in what
 * the season expects, for a long time; that is no news. So the incident ends when as many steps in a row have been
 * normal as it lasted, within {@linkplain AlertPolicy#quietSteps bounds}; or when it has gone on for so long that it is
 * the new normal.
 */
final class IncidentLife {
    /** What a step says of the open incident by itself. */
    enum News {
        NONE,
        ANOMALOUS,
        /** The entity sent nothing. It says no more the longer it lasts. */
        SILENT
    }

    private @Nullable Incident open;
    private @Nullable Incident closed;
    private long lastAnomalousMs;
    private int anomalousSteps;
    private double peak;
    /** Steps since the start. */
    private int steps;
    /** Steps in a row without news. */
    private int quietSteps;

    private int stepsSinceUpdate;
    /** Steps after which another update says that the incident goes on. */
    private int updateAfterSteps;

    /** The open incident, as it was last published; null when there is none. */
    @Nullable
    Incident open() {
        return open;
    }

    /** The incident that was closed last; null before the first since the state was read. */
    @Nullable
    Incident closed() {
        return closed;
    }

    void start(Incident first, AlertPolicy policy) {
        open = first;
        lastAnomalousMs = first.startedMs();
        anomalousSteps = 1;
        peak = first.peak();
        steps = 1;
        quietSteps = 0;
        stepsSinceUpdate = 0;
        updateAfterSteps = policy.updateSteps();
    }

    /**
     * Takes a step of the open incident.
     *
     * @param change what became of the evidence in the window
     * @param newPeak highest score so far
     */
    Change step(
            Incident current,
            Change change,
            News news,
            double newPeak,
            AnomalyKind kind,
            long stepMs,
            AlertPolicy policy) {
        steps++;
        stepsSinceUpdate++;
        boolean worse = change == Change.WORSE && news != News.SILENT;
        peak = newPeak;
        if (news != News.NONE || worse) {
            quietSteps = 0;
            lastAnomalousMs = stepMs;
            anomalousSteps++;
        } else {
            quietSteps++;
        }
        if (change == Change.CLOSED || quietSteps >= policy.quietSteps(steps - quietSteps)) {
            end();
            return Change.CLOSED;
        }
        // Silence is no new normal: it ends when the entity is gone.
        if (news != News.SILENT && stepMs - current.startedMs() >= policy.adaptAfterMs()) {
            end();
            return Change.ADAPTED;
        }
        boolean more =
                AlertPolicy.severity(peak - current.threshold(), anomalousSteps).compareTo(current.severity()) > 0;
        boolean due = quietSteps == 0 && stepsSinceUpdate >= updateAfterSteps;
        if (!worse && !more && !due && kind == current.kind()) {
            return Change.NONE;
        }
        updateAfterSteps = due ? 2 * updateAfterSteps : updateAfterSteps;
        stepsSinceUpdate = 0;
        open = published(current, kind);
        return worse ? Change.WORSE : Change.CONTINUES;
    }

    /** Ends the open incident, if there is one. */
    void end() {
        Incident current = open;
        if (current != null) {
            closed = published(current, current.kind());
            open = null;
        }
    }

    void none() {
        closed = null;
        open = null;
    }

    private Incident published(Incident before, AnomalyKind kind) {
        return new Incident(
                before.id(),
                before.startedMs(),
                lastAnomalousMs,
                anomalousSteps,
                before.threshold(),
                peak,
                kind,
                before.sequence() + 1);
    }

    void write(ByteBuffer out) {
        Incident current = open;
        out.put((byte) (current != null ? 1 : 0));
        if (current == null) {
            return;
        }
        TextCodec.write(out, current.id());
        out.putLong(current.startedMs());
        out.putLong(current.lastAnomalousMs());
        out.putInt(current.anomalousSteps());
        out.putDouble(current.threshold());
        out.putDouble(current.peak());
        out.put((byte) current.kind().ordinal());
        out.putInt(current.sequence());
        out.putLong(lastAnomalousMs);
        out.putInt(anomalousSteps);
        out.putDouble(peak);
        out.putInt(steps);
        out.putInt(quietSteps);
        out.putInt(stepsSinceUpdate);
        out.putInt(updateAfterSteps);
    }

    void read(ByteBuffer in) {
        none();
        if (in.get() == 0) {
            return;
        }
        open = new Incident(
                TextCodec.read(in),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                in.getDouble(),
                in.getDouble(),
                AnomalyKind.values()[in.get()],
                in.getInt());
        lastAnomalousMs = in.getLong();
        anomalousSteps = in.getInt();
        peak = in.getDouble();
        steps = in.getInt();
        quietSteps = in.getInt();
        stepsSinceUpdate = in.getInt();
        updateAfterSteps = in.getInt();
    }
}
