package io.tidewatch.learning;

import io.tidewatch.model.HeldOut;
import io.tidewatch.model.ModelArtifact;

/** What came of a training. */
public sealed interface TrainingResult {

    /** Both errors on the windows that were held out. */
    HeldOut heldOut();

    /** A model that is to become active. */
    record Won(ModelArtifact model) implements TrainingResult {
        @Override
        public HeldOut heldOut() {
            return model.provenance().heldOut();
        }
    }

    /** The active model is better, and stays. */
    record Lost(HeldOut heldOut) implements TrainingResult {}
}
