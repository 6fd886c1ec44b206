package io.tidewatch.decision;

/**
 * When a step was scored.
 *
 * @param stepMs start of the step, epoch milliseconds
 * @param localMs the same in local time, see {@link io.tidewatch.window.TimeContext#localMs}
 * @param intervalMs usual time between steps of its entity, milliseconds
 * @param age steps of its entity so far, with this one
 */
public record Moment(long stepMs, long localMs, double intervalMs, long age) {

    /** In UTC. */
    public Moment(long stepMs, double intervalMs, long age) {
        this(stepMs, stepMs, intervalMs, age);
    }

    /** How long its entity has been known, milliseconds. */
    double ageMs() {
        return age * intervalMs;
    }
}
