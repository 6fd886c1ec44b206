package io.tidewatch.detector;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Regression;
import io.tidewatch.model.Scorer;
import io.tidewatch.scoring.ModelInsight;
import io.tidewatch.scoring.SideInput;
import io.tidewatch.window.FeatureSpec;
import java.util.List;
import java.util.stream.Collectors;

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
        List<FeatureSpec> measured =
                spec.features().stream().map(FeatureSpec::asMeasured).toList();
        if (!artifact.features().equals(measured)) {
            throw new IllegalArgumentException("model " + artifact.version() + " knows the features "
                    + text(artifact.features()) + ", configured are " + text(measured)
                    + "; set input.features to the former, in that order (backtest: give the --config that it was"
                    + " trained with), or train a new model");
        }
        SideInput side = new SideInput(artifact.vocabularies());
        InputLayout expected =
                new InputLayout(spec.windowSteps(), spec.features().size(), side.width());
        if (!scorer.layout().equals(expected)
                || artifact.vocabularies().size() != spec.categories().size()) {
            throw new IllegalArgumentException("model " + artifact.version() + " was trained for "
                    + text(scorer.layout(), artifact.vocabularies().size()) + ", configured are "
                    + text(expected, spec.categories().size())
                    + "; change window.steps or input.categories, or train a new model");
        }
        return new LiveModel(
                artifact,
                scorer,
                side,
                new ModelInsight(artifact.trained()),
                artifact.trained().regressions());
    }

    private static String text(List<FeatureSpec> features) {
        return features.stream().map(FeatureSpec::text).collect(Collectors.joining(", "));
    }

    private static String text(InputLayout layout, int categories) {
        return "windows of " + layout.steps() + " steps with " + categories + " categories";
    }
}
