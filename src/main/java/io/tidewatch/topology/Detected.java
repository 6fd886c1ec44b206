package io.tidewatch.topology;

import io.tidewatch.Alert;

/** What the detector sends on: an alert, or a message to the trainer. */
sealed interface Detected {

    /** An alert to publish. */
    record Raised(Alert alert) implements Detected {}

    /** A message to the trainer, in the order of its task. */
    sealed interface ToTrainer extends Detected permits SampledWindow, SampleTime {

        /** Partition of the state whose task sends it. */
        int partition();
    }
}
