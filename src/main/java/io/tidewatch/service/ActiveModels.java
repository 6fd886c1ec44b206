package io.tidewatch.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.ModelFit;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactException;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.model.catalog.ModelActivation;
import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.model.catalog.RefusedRecord;
import io.tidewatch.model.catalog.TrustedKeys;
import io.tidewatch.topology.models.ModelsListener;
import io.tidewatch.window.FeatureSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the active model of the models topic into use, once it has been checked; a copy goes into the local
 * directory. A model
 * that is refused leaves the one before in use.
 */
final class ActiveModels implements ModelsListener {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveModels.class);

    private final DetectorSpec spec;
    private final FeatureHistory features;
    private final TrustedKeys trusted;
    private final ModelSwap swap;
    private final Copies copies;
    private final Counter refused;
    private long usedOffset = -1;
    private volatile @Nullable String problem;
    /** Newest version that has been looked at, in use or refused. */
    private @Nullable String seen;

    /**
     * Copies of models in a local directory, for commands that work without the topic.
     *
     * @param keep copies that stay
     */
    record Copies(ModelDirectory directory, int keep) {
        private void add(ModelArtifact model) throws IOException {
            directory.add(model);
            directory.keepNewest(keep);
        }
    }

    /**
     * @param features of the detector, and those of before, of which models may be
     * @param trusted keys whose signatures are taken
     * @param copies of each model that comes into use
     */
    ActiveModels(
            DetectorSpec spec,
            FeatureHistory features,
            TrustedKeys trusted,
            ModelSwap swap,
            Copies copies,
            MeterRegistry meters) {
        this.spec = spec;
        this.features = features;
        this.trusted = trusted;
        this.swap = swap;
        this.copies = copies;
        this.refused = Counter.builder("tidewatch.models.refused")
                .description("Models and records of the models topic that were refused")
                .register(meters);
    }

    /** Takes over what the topic says now. */
    @Override
    public synchronized void changed(ModelCatalog catalog) {
        OptionalLong offset = catalog.activationOffset();
        Optional<ModelActivation> activation = catalog.activation();
        if (activation.isEmpty() || offset.isEmpty() || offset.getAsLong() == usedOffset) {
            return;
        }
        boolean first = usedOffset < 0;
        usedOffset = offset.getAsLong();
        if (first) {
            former(catalog, activation.get())
                    .forEach(before -> use(catalog, before.version(), before.fromMs(), usedOffset - 1));
        }
        problem = null;
        use(catalog, activation.get().version(), activation.get().fromMs(), usedOffset);
        seen = activation.get().version();
        notifyAll();
    }

    /**
     * Waits until the topic has been followed up to the activation of a version.
     *
     * @return whether it has, whatever came of the version
     */
    synchronized boolean await(String version, Duration atMost) throws InterruptedException {
        long endNs = System.nanoTime() + atMost.toNanos();
        while (!version.equals(seen)) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /** Models of before the active one that still score steps, oldest first: at the start, they are not in use yet. */
    private static List<ModelActivation.Former> former(ModelCatalog catalog, ModelActivation activation) {
        List<ModelActivation.Former> needed = new ArrayList<>();
        boolean scores = activation.fromMs().isPresent();
        for (ModelActivation.Former former : activation.history()) {
            // What the topic has deleted since scores no more; the steps of that time are long over.
            if (!scores || needed.size() == ModelSwap.EARLIER || !catalog.has(former.version())) {
                break;
            }
            needed.add(former);
            scores = former.fromMs().isPresent();
        }
        Collections.reverse(needed);
        return needed;
    }

    private void use(ModelCatalog catalog, String version, OptionalLong fromMs, long offset) {
        try {
            ModelArtifact model = catalog.artifact(version, trusted);
            if (features.onlyBefore(model.features())) {
                LOG.atInfo()
                        .addKeyValue("version", version)
                        .addKeyValue("features", FeatureSpec.text(model.features()))
                        .log("model knows the features of before, and is not used; another one is learned");
                return;
            }
            Optional<String> fault = ModelFit.fault(spec, model);
            if (fault.isPresent()) {
                refuse(version, fault.get());
                return;
            }
            swap.use(model, fromMs.orElse(ScheduledModel.AT_ONCE), offset);
            copies.add(model);
        } catch (ModelArtifactException | IllegalStateException e) {
            refuse(version, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("directory", copies.directory().path())
                    .addKeyValue("cause", e.toString())
                    .log("copy of the model cannot be stored; it is used all the same");
        }
    }

    private void refuse(String version, String reason) {
        refused.increment();
        ModelArtifact stays = swap.current();
        String now = stays == null ? "No model is in use." : "Version " + stays.version() + " stays in use.";
        problem = "Model " + version + " is active, but refused: " + reason + ". " + now;
        LOG.atWarn()
                .addKeyValue("version", version)
                .addKeyValue("reason", reason)
                .addKeyValue("stays", stays == null ? "none" : stays.version())
                .log("active model is refused");
    }

    /** Logged by who reads the topic. */
    @Override
    public void refused(RefusedRecord ofTopic) {
        refused.increment();
    }

    /** Whether a version is the active one, as far as the topic has been followed. */
    synchronized boolean isActive(String version) {
        return version.equals(seen);
    }

    /** Why the active model is not used; empty when it is. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
