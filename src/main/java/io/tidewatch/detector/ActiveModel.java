package io.tidewatch.detector;

import io.tidewatch.evidence.ModelInsight;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Regression;
import io.tidewatch.model.Scorer;
import java.util.List;

/**
 * The model that scores the current steps.
 *
 * @param side writes the network's input beside the window
 * @param insight used when an alert is written
 * @param regressions one for each measure that needs it; none in models of older releases
 */
record ActiveModel(
        ModelArtifact artifact, Scorer scorer, SideInput side, ModelInsight insight, List<Regression> regressions) {

    /** @throws IllegalArgumentException when the model does not fit the detector, naming both sides */
    static ActiveModel of(DetectorSpec spec, ModelArtifact artifact, Scorer scorer) {
        ModelFit.fault(spec, artifact).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return new ActiveModel(
                artifact,
                scorer,
                new SideInput(artifact.vocabularies()),
                new ModelInsight(artifact.trained()),
                artifact.trained().regressions());
    }
}
