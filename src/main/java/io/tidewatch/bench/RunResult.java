package io.tidewatch.bench;

/**
 * What one run of a topology showed.
 *
 * @param eventsPerSecond steady rate, from commit to commit while there was input
 * @param wholeEventsPerSecond from the first event consumed to the last one committed, with the prelude
 * @param steadySeconds length of the steady part
 * @param cpuMicrosPerEvent processor time of the whole process per event, in the steady part
 * @param scoredSteps steps scored with the model
 * @param alerts alert messages written
 * @param changelogBytesPerEvent sent to changelogs, compressed, after the prelude
 * @param changelogRecordsPerEvent sent to changelogs, in the steady part
 * @param commitMs what a commit waited for, mean of all, or of those after the input that a topology was opened with
 * @param resources memory after the last commit, before the stop
 */
public record RunResult(
        double eventsPerSecond,
        double wholeEventsPerSecond,
        double steadySeconds,
        double cpuMicrosPerEvent,
        long scoredSteps,
        long alerts,
        double changelogBytesPerEvent,
        double changelogRecordsPerEvent,
        CommitTimes.Mean commitMs,
        Resources resources) {}
