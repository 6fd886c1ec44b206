package io.tidewatch.learning;

/**
 * When a model is due, in event time alone: a first one after {@value ColdStart#FIRST_WINDOWS} windows, better ones
 * each
 * time their number has doubled, then again after a fixed time.
 *
 * @param retrainMs event time from one training to the next, milliseconds; 0: none after the doublings
 */
public record TrainingSchedule(long retrainMs) {
    /** No training after the doublings. */
    public static final TrainingSchedule ONLY_DOUBLINGS = new TrainingSchedule(0);

    public TrainingSchedule {
        if (retrainMs < 0) {
            throw new IllegalArgumentException("retrained after " + retrainMs + " ms");
        }
    }

    /**
     * How far learning has come.
     *
     * @param windows taken so far
     * @param dueAt number of windows at which the next training is due
     * @param lastMs event time up to which the last training learned, or, before the first, at which windows began;
     *     {@link TaskTimes#NONE} before the first window
     */
    record Progress(long windows, long dueAt, long lastMs) {
        static final Progress NONE = new Progress(0, ColdStart.FIRST_WINDOWS, TaskTimes.NONE);

        /** With one window more. */
        Progress took(long timeMs) {
            return new Progress(windows + 1, dueAt, lastMs == TaskTimes.NONE ? timeMs : lastMs);
        }

        /** After a training that learns up to a time. */
        Progress trained(long untilMs) {
            return new Progress(windows, beyond(windows), untilMs);
        }

        private long beyond(long count) {
            long next = dueAt;
            while (next <= count) {
                next *= 2;
            }
            return next;
        }
    }

    /**
     * Whether a model is due.
     *
     * @param activeWindows windows that the active model learned from; 0: there is none. Fewer would not make a better
     *     one.
     */
    boolean due(Progress progress, long nowMs, int activeWindows) {
        if (progress.windows() < ColdStart.FIRST_WINDOWS) {
            return false;
        }
        boolean doubled = progress.windows() >= progress.dueAt()
                && progress.dueAt() <= ColdStart.LAST_WINDOWS
                && progress.windows() > activeWindows;
        return doubled || nowMs >= nextMs(progress);
    }

    /** Event time at which the next training is due if their number does not double before; the largest long: never. */
    long nextMs(Progress progress) {
        return retrainMs == 0 || progress.lastMs() == TaskTimes.NONE ? Long.MAX_VALUE : progress.lastMs() + retrainMs;
    }
}
