package io.tidewatch.service;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.topology.ModelPublisher;
import io.tidewatch.topology.models.ModelsTopicReader;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The models topic as this instance follows it, and publishes to it. */
final class FollowedModels implements ModelPublisher, AutoCloseable {
    private static final Duration READ_WITHIN = Duration.ofMinutes(1);

    /** Its own record is a moment away; a broker that is away holds up the next training, and nothing else. */
    private static final Duration FOLLOWED_WITHIN = Duration.ofMinutes(1);

    private static final String TRAINER = "trainer";
    private static final String START = "start of an instance";

    private final ModelsTopicReader reader;
    private final ActiveModels active;
    private final ModelPublication publication;

    FollowedModels(TidewatchConfig config, ActiveModels active, ModelPublication publication) {
        this.reader = new ModelsTopicReader(config.kafka(), config.models().topic());
        this.active = active;
        this.publication = publication;
    }

    /**
     * Reads the topic to its end, takes its active model into use, and follows it from now on.
     *
     * @return whether a model is active
     * @throws IllegalStateException when the topic cannot be read, with the remedy
     */
    boolean follow() {
        ModelCatalog catalog = reader.readToEnd(READ_WITHIN);
        catalog.refusals().forEach(active::refused);
        active.changed(catalog);
        reader.follow(active);
        return catalog.activation().isPresent();
    }

    /** Publishes a model that was stored here, and waits until it is in use. */
    void publish(ModelArtifact model) {
        publish(model, OptionalLong.empty(), START);
    }

    @Override
    public void publish(ModelArtifact model, long fromMs) {
        publish(model, OptionalLong.of(fromMs), TRAINER);
    }

    private void publish(ModelArtifact model, OptionalLong fromMs, String by) {
        try {
            if (!active.isActive(model.version()) && publication.publish(model, fromMs, by)) {
                active.await(model.version(), FOLLOWED_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why the active model is not used; empty when it is. */
    Optional<String> problem() {
        return active.problem();
    }

    @Override
    public void close() {
        publication.close();
        reader.close();
    }
}
