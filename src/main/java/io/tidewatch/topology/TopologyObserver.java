package io.tidewatch.topology;

import io.tidewatch.Alert;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourceTime;

/**
 * Receives what happens in the topology, for metrics and the live page. Called on stream threads, once per occurrence,
 * before the transaction commits: it must be quick, and may see an occurrence again after a crash.
 */
public interface TopologyObserver {

    /** A record became an event. */
    default void event(String topic, int partition) {}

    /** A record went to the dead-letter topic. */
    default void rejected(String topic, int partition, Rejected why) {}

    /** A source partition sent its time to the tasks that take its events: on changes, and twice a minute at least. */
    default void sourceTime(String topic, int partition, SourceTime time) {}

    /**
     * An event was left out of its entity's steps.
     *
     * @param source partition that it came from
     * @param byMs by how much it came after its step had closed, or was ahead of its source; milliseconds
     */
    default void leftOut(LeftOut cause, String source, String entity, long byMs) {}

    /** A step closed and was scored. */
    default void step(StepResult result) {}

    /** A message was forwarded to the alerts topic. */
    default void alert(Alert alert) {}

    /** Our own code failed at a node of the topology; the stream goes on. */
    default void failed(String node) {}

    /** The trainer has come further; only where its task is. */
    default void trainer(TrainerStatus status) {}

    /** A message did not fit its topic and was sent without a part of it. */
    default void reduced(Output output) {}

    /** A message fitted its topic in no form and was not sent. */
    default void dropped(Output output) {}

    /** The registry stopped answering ({@code false}) or answers again ({@code true}). */
    default void registryReachable(boolean reachable) {}
}
