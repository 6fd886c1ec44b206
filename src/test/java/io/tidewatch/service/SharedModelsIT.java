package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.embedded.LiveCluster;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactFormat;
import io.tidewatch.model.catalog.ArtifactHeader;
import io.tidewatch.model.catalog.Stamp;
import io.tidewatch.topology.models.ModelsTopicWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two running instances of a detector, and the models topic that both follow. */
class SharedModelsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Stamp STAMP = new Stamp(1, "eva@host");

    @RegisterExtension
    static final LiveCluster CLUSTER = new LiveCluster();

    @TempDir
    private Path directory;

    @TempDir
    private Path other;

    private static void publish(ModelsTopicWriter writer, ModelArtifact model) {
        byte[] artifact = ModelArtifactFormat.write(model);
        writer.publishActive(ArtifactHeader.of(model.version(), artifact, STAMP), artifact, OptionalLong.empty());
    }

    private static void bothUse(TidewatchService first, TidewatchService second, ModelArtifact model) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (TidewatchService service : new TidewatchService[] {first, second}) {
                assertThat(LiveDetector.get(service.address() + "metrics").body())
                        .contains("tidewatch_model_info{version=\"" + model.version() + "\"} 1");
            }
        });
    }

    @Test
    void allInstancesFollowActivationsAndRollbacksAndNoneUsesWhatIsNoModel() throws Exception {
        LiveDetector detector =
                new LiveDetector(CLUSTER, "shared", directory, "time: at, features: [load]", "step: 10s");
        TidewatchConfig config = detector.config();
        ModelArtifact first = Fixtures.fitting(1);
        ModelArtifact second = Fixtures.fitting(2);
        TopicCheck.provisionModels(config);
        try (ModelsTopicWriter writer =
                        new ModelsTopicWriter(config.kafka(), config.models().topic(), "shared-test", 5);
                TidewatchService one = TidewatchService.start(config);
                TidewatchService two = TidewatchService.start(detector.config(
                        "state-directory=" + other.resolve("state"), "model.directory=" + other.resolve("models")))) {
            publish(writer, first);
            bothUse(one, two, first);
            publish(writer, second);
            bothUse(one, two, second);
            writer.rollback(STAMP);
            bothUse(one, two, first);

            try (KafkaProducer<String, String> stranger = new KafkaProducer<>(
                    Map.copyOf(CLUSTER.clients()), new StringSerializer(), new StringSerializer())) {
                stranger.send(new ProducerRecord<>(config.models().topic(), "active", "{\"format\":99}"))
                        .get();
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            LiveDetector.get(one.address() + "metrics").body())
                    .contains("tidewatch_models_refused_total 1.0"));
            bothUse(one, two, first);
            assertThat(LiveDetector.get(one.address() + "health/live").statusCode())
                    .isEqualTo(200);
        }
    }
}
