package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.model.HeldOut;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.artifact.ModelArtifactFormat;
import io.tidewatch.model.catalog.ArtifactHeader;
import io.tidewatch.model.catalog.CatalogEntry;
import io.tidewatch.model.catalog.Stamp;
import io.tidewatch.model.catalog.TestModels;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelSummaryTest {
    private static ModelSummary summary(HeldOut heldOut) {
        ModelArtifact made = TestModels.model(1);
        ModelArtifact model = ModelArtifact.of(
                made.spec(),
                made.features(),
                made.vocabularies(),
                made.trained(),
                made.calibration(),
                new Provenance(1, 2, 3, 4, 5, 0.5, 6, Map.of(), Map.of(), heldOut));
        ArtifactHeader header =
                ArtifactHeader.of(model.version(), ModelArtifactFormat.write(model), new Stamp(7, "trainer"));
        return new ModelSummary(new CatalogEntry(header, true), true, model, "");
    }

    @Test
    void modelThatWonIsShownBesideTheOneBefore() {
        ModelSummary summary = summary(new HeldOut(96, 0.042, 0.031));

        assertThat(summary.details()).containsEntry("held out", "96 windows: error 0.0310, of the model before 0.0420");
        assertThat(summary.json().at("/heldOut")).hasToString("{\"windows\":96,\"error\":0.031,\"errorBefore\":0.042}");
    }

    @Test
    void firstModelIsShownAlone() {
        ModelSummary summary = summary(new HeldOut(1, Double.NaN, 0.031));

        assertThat(summary.details()).containsEntry("held out", "1 window: error 0.0310");
        assertThat(summary.json().at("/heldOut")).hasToString("{\"windows\":1,\"error\":0.031}");
    }

    @Test
    void modelThatWasNotMeasuredShowsNoError() {
        ModelSummary summary = summary(HeldOut.NONE);

        assertThat(summary.details()).doesNotContainKey("held out");
        assertThat(summary.json().has("heldOut")).isFalse();
    }
}
