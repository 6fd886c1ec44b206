package io.tidewatch.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.ModelFit;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactException;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.window.FeatureSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The choice of a stored model for the start: the newest, or, where that is damaged, the newest that is not and that fits. A
 * damaged file does not keep the detector from its work: it is set aside.
 */
final class StoredModels {
    private static final Logger LOG = LoggerFactory.getLogger(StoredModels.class);

    private final ModelDirectory directory;
    private final DetectorSpec spec;
    private final FeatureHistory features;
    private final List<Path> damaged = new ArrayList<>();

    /** @param features of the detector, and those of before, of which models may be */
    StoredModels(ModelDirectory directory, DetectorSpec spec, FeatureHistory features, MeterRegistry meters) {
        this.directory = directory;
        this.spec = spec;
        this.features = features;
        Gauge.builder("tidewatch.models.damaged", damaged, List::size)
                .description("Model files that the start found damaged, and did not use")
                .register(meters);
    }

    /**
     * Chooses a model, setting aside what is damaged; empty when there is none to use: the detector learns one as it goes.
     *
     * @throws IOException when the directory or a file cannot be read, which says nothing about the models
     */
    Optional<ModelArtifact> choose() throws IOException {
        for (Path file : directory.files()) {
            try {
                ModelArtifact model = directory.read(file);
                if (features.onlyBefore(model.features())) {
                    LOG.atInfo()
                            .addKeyValue("file", file)
                            .addKeyValue("features", FeatureSpec.text(model.features()))
                            .log(
                                    "model knows the features of before, and is not used; without another, one is learned");
                    continue;
                }
                boolean nextBest = !damaged.isEmpty() || directory.newerIsAside(file);
                Optional<String> fault = nextBest ? ModelFit.fault(spec, model) : Optional.empty();
                if (fault.isEmpty()) {
                    return Optional.of(model);
                }
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("reason", fault.get())
                        .log("older model does not fit; the next one is looked at");
            } catch (ModelArtifactException e) {
                setAside(file, e);
            }
        }
        sayOfTheOldPlace();
        return Optional.empty();
    }

    /** Earlier releases kept the models of all detectors in the directory above, where each took those of others. */
    private void sayOfTheOldPlace() throws IOException {
        Path above = directory.path().toAbsolutePath().getParent();
        if (above != null && !new ModelDirectory(above).files().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("found", above)
                    .addKeyValue("directory", directory.path())
                    .log(
                            "no model of this detector, but models in the directory above, which are not used; move its own here");
        }
    }

    private void setAside(Path file, ModelArtifactException reason) {
        damaged.add(file);
        String now;
        try {
            now = "set aside as " + directory.setAside(file).getFileName();
        } catch (IOException e) {
            now = "left where it is, as it cannot be renamed: " + e;
        }
        LOG.atWarn()
                .addKeyValue("reason", reason.getMessage())
                .addKeyValue("file", now)
                .log("model file cannot be used; the next best one is, or a new one is learned");
    }

    /** What became of damaged files, to be read after the version in use; nothing when there are none. */
    String remark() {
        return damaged.isEmpty()
                ? ""
                : "; damaged, and not used: "
                        + String.join(
                                ", ",
                                damaged.stream()
                                        .map(file -> file.getFileName().toString())
                                        .toList())
                        + "; train a new model, or restore the file";
    }
}
