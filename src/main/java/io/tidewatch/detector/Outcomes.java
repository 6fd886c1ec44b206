package io.tidewatch.detector;

import io.tidewatch.Alert;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.StepClock;

/** Receives the results of a {@link Detector}. */
public interface Outcomes {

    /** A step was closed and scored. */
    default void step(StepResult result) {}

    /** A message for the alerts topic. */
    default void alert(Alert alert) {}

    /** An event was left out, see {@link StepClock.Listener#leftOut}. */
    default void leftOut(SourcedEvent event, LeftOut cause, long byMs) {}
}
