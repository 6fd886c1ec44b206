package io.tidewatch.detector;

import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Regression;
import io.tidewatch.model.Scorer;
import io.tidewatch.scoring.ModelInsight;
import io.tidewatch.scoring.SideInput;
import java.util.List;

/**
 * A model in use.
 *
 * @param side writes what its network is told beside the window
 * @param insight asked when an alert is written
 * @param regressions what is likely, by channel; none in models of older releases
 */
record LiveModel(
        ModelArtifact artifact, Scorer scorer, SideInput side, ModelInsight insight, List<Regression> regressions) {

    /** @throws IllegalArgumentException when the model does not fit the detector, naming both sides */
    static LiveModel of(DetectorSpec spec, ModelArtifact artifact, Scorer scorer) {
        ModelFit.fault(spec, artifact).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return new LiveModel(
                artifact,
                scorer,
                new SideInput(artifact.vocabularies()),
                new ModelInsight(artifact.trained()),
                artifact.trained().regressions());
    }
}
