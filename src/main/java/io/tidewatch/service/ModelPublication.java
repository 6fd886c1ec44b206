package io.tidewatch.service;

import io.tidewatch.config.ModelKeys;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactFormat;
import io.tidewatch.model.catalog.ArtifactHeader;
import io.tidewatch.model.catalog.Stamp;
import io.tidewatch.topology.models.ModelsTopicWriter;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a model of this process the active one of all instances, through the models topic. */
final class ModelPublication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelPublication.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final TidewatchConfig config;
    private final ModelKeys keys;
    private final CountDownLatch closing = new CountDownLatch(1);

    ModelPublication(TidewatchConfig config, ModelKeys keys) {
        this.config = config;
        this.keys = keys;
    }

    /**
     * Publishes and activates a model. While the broker does not take it, this tries again until it is closed. Two
     * instances may publish the same model: it has the same version, and is there once.
     *
     * @param fromMs start of the first step that it scores, epoch milliseconds; empty: at once
     * @param by which part of the service
     * @return whether it is published
     */
    boolean publish(ModelArtifact model, OptionalLong fromMs, String by) {
        byte[] artifact = ModelArtifactFormat.write(model);
        while (closing.getCount() > 0) {
            ArtifactHeader header =
                    ArtifactHeader.of(model.version(), artifact, new Stamp(System.currentTimeMillis(), by));
            try (ModelsTopicWriter writer = writer()) {
                writer.publishActive(keys.signing().map(header::signed).orElse(header), artifact, fromMs);
                LOG.atInfo()
                        .addKeyValue("version", model.version())
                        .addKeyValue("topic", config.models().topic())
                        .log("model published");
                return true;
            } catch (IllegalStateException e) {
                LOG.atWarn()
                        .addKeyValue("version", model.version())
                        .addKeyValue("cause", e.getMessage())
                        .addKeyValue("againInSeconds", TRY_AGAIN.toSeconds())
                        .log("model cannot be published yet");
                await(TRY_AGAIN);
            }
        }
        return false;
    }

    private ModelsTopicWriter writer() {
        String id = ModelsTopicWriter.transactionalId(
                config.applicationId(), UUID.randomUUID().toString());
        return new ModelsTopicWriter(
                config.kafka(), config.models().topic(), id, config.models().keep());
    }

    private void await(Duration time) {
        try {
            closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    /** Ends the attempts. */
    @Override
    public void close() {
        closing.countDown();
    }
}
