package io.tidewatch.topology;

/**
 * The event time that a task has passed: the windows of all steps before have been sent, but for entities that are
 * late.
 *
 * @param timeMs epoch milliseconds; {@link io.tidewatch.window.Watermark#NONE}: its sources have no events
 */
record SampleTime(int partition, long timeMs) implements Detected.ToTrainer {}
