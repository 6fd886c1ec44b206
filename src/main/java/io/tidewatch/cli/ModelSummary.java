package io.tidewatch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.model.HeldOut;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.artifact.ModelArtifactException;
import io.tidewatch.model.catalog.CatalogEntry;
import io.tidewatch.model.catalog.ModelActivation;
import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.model.catalog.ModelSignature;
import io.tidewatch.model.catalog.TrustedKeys;
import io.tidewatch.text.Readable;
import io.tidewatch.window.FeatureSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to know of a version.
 *
 * @param model null when it cannot be used
 * @param refused why it cannot; empty when it can
 */
record ModelSummary(
        CatalogEntry entry, boolean active, @Nullable ModelArtifact model, String refused) {

    static ModelSummary of(ModelCatalog catalog, CatalogEntry entry, TrustedKeys trusted) {
        boolean active = catalog.activation()
                .map(ModelActivation::version)
                .filter(entry.version()::equals)
                .isPresent();
        try {
            return new ModelSummary(entry, active, catalog.artifact(entry.version(), trusted), "");
        } catch (ModelArtifactException e) {
            return new ModelSummary(entry, active, null, String.valueOf(e.getMessage()));
        }
    }

    /** The head of {@link #row}. */
    static String head() {
        return "  VERSION       TRAINED               SIZE      SIGNED BY         LEARNED FROM";
    }

    /** One line; an asterisk marks the active version. */
    String row() {
        return String.format(
                Locale.ROOT,
                "%s %s  %-20s  %-8s  %-16s  %s",
                active ? "*" : " ",
                entry.version(),
                model == null ? "-" : seconds(model.provenance().createdAtMs()),
                size(),
                signer(),
                Readable.text(model == null ? refused : learned(model.provenance())));
    }

    /** All that is known, name by name. */
    Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("version", entry.version() + (active ? " (active)" : ""));
        details.put(
                "published",
                seconds(entry.header().published().atMs()) + " by "
                        + entry.header().published().by());
        details.put("size", size() + ", " + Count.of(entry.header().chunks(), "chunk"));
        details.put("sha256", entry.header().sha256());
        details.put("signed by", signer());
        if (model == null) {
            details.put("refused", refused);
            return details;
        }
        Provenance provenance = model.provenance();
        details.put("trained", seconds(provenance.createdAtMs()) + " with " + provenance.software());
        details.put("learned from", learned(provenance));
        details.put("features", FeatureSpec.text(model.features()));
        details.put("window", Count.of(model.trained().network().layout().steps(), "step"));
        details.put("categories", model.vocabularies().toString());
        details.put("model.kind", model.spec().kind().label());
        details.put("model.seed", Long.toString(provenance.seed()));
        details.put("loss", error(provenance.loss()));
        HeldOut heldOut = provenance.heldOut();
        if (heldOut.windows() > 0) {
            details.put("held out", heldOut(heldOut));
        }
        return details;
    }

    /** {@code 96 windows: error 0.0310, of the model before 0.0420}. */
    private static String heldOut(HeldOut heldOut) {
        String own = Count.of(heldOut.windows(), "window") + ": error " + error(heldOut.challengerError());
        return heldOut.compared() ? own + ", of the model before " + error(heldOut.activeError()) : own;
    }

    private static String error(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", entry.version());
        node.put("active", active);
        node.put("publishedAt", seconds(entry.header().published().atMs()));
        node.put("publishedBy", entry.header().published().by());
        node.put("bytes", entry.header().bytes());
        node.put("complete", entry.complete());
        node.put("sha256", entry.header().sha256());
        node.put("keyId", entry.header().signature().map(ModelSignature::keyId).orElse(null));
        if (model == null) {
            return node.put("refused", refused);
        }
        Provenance provenance = model.provenance();
        node.put("trainedAt", seconds(provenance.createdAtMs()));
        node.put("trainedFrom", seconds(provenance.trainedFromMs()));
        node.put("trainedUntil", seconds(provenance.trainedUntilMs()));
        node.put("windows", provenance.windows());
        node.put("entities", provenance.entities());
        node.put("loss", provenance.loss());
        HeldOut heldOut = provenance.heldOut();
        if (heldOut.windows() > 0) {
            ObjectNode errors = node.putObject("heldOut");
            errors.put("windows", heldOut.windows());
            errors.put("error", heldOut.challengerError());
            if (heldOut.compared()) {
                errors.put("errorBefore", heldOut.activeError());
            }
        }
        node.put("steps", model.trained().network().layout().steps());
        node.put("kind", model.spec().kind().label());
        var features = node.putArray("features");
        model.features().forEach(feature -> features.addObject()
                .put("name", feature.name())
                .put("aggregate", feature.aggregate().text()));
        return node;
    }

    /** {@code 6400 windows of 40 entities, 2026-11-01T00:00:00Z to 2026-11-30T00:00:00Z}. */
    static String learned(Provenance provenance) {
        return Count.of(provenance.windows(), "window") + " of "
                + Count.of(provenance.entities(), "entity", "entities") + ", " + seconds(provenance.trainedFromMs())
                + " to " + seconds(provenance.trainedUntilMs());
    }

    static String seconds(long epochMs) {
        return Instant.ofEpochMilli(epochMs).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String size() {
        long bytes = entry.header().bytes();
        return bytes < 1 << 20 ? (bytes + 1023) / 1024 + " KB" : (bytes + (1 << 20) - 1 >> 20) + " MB";
    }

    private String signer() {
        return entry.header().signature().map(ModelSignature::keyId).orElse("-");
    }
}
