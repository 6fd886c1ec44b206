package io.tidewatch.detector;

import io.tidewatch.inference.SideInput;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.window.FeatureSpec;
import java.util.List;
import java.util.Optional;

/** Checks whether a model fits a detector: its features, its window, its categories. */
public final class ModelFit {
    private ModelFit() {}

    /** Why a model does not fit a detector, naming both sides and what to do; empty when it does. */
    public static Optional<String> fault(DetectorSpec spec, ModelArtifact artifact) {
        List<FeatureSpec> measured =
                spec.features().stream().map(FeatureSpec::asMeasured).toList();
        if (!artifact.features().equals(measured)) {
            return Optional.of(
                    "model " + artifact.version() + " knows the features " + FeatureSpec.text(artifact.features())
                            + ", configured are " + FeatureSpec.text(measured)
                            + "; set input.features to the former, in that order (backtest: give the --config that it was"
                            + " trained with), or train a new model");
        }
        InputLayout layout = artifact.trained().network().layout();
        InputLayout expected = new InputLayout(
                spec.windowSteps(), spec.features().size(), new SideInput(artifact.vocabularies()).width());
        if (!layout.equals(expected)
                || artifact.vocabularies().size() != spec.categories().size()) {
            return Optional.of("model " + artifact.version() + " was trained for "
                    + text(layout, artifact.vocabularies().size()) + ", configured are "
                    + text(expected, spec.categories().size())
                    + "; change window.steps or input.categories, or train a new model");
        }
        return Optional.empty();
    }

    private static String text(InputLayout layout, int categories) {
        return "windows of " + layout.steps() + " steps with " + categories + " categories";
    }
}
