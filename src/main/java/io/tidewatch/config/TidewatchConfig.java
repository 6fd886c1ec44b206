package io.tidewatch.config;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.event.EventSpec;
import io.tidewatch.model.ScorerKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration, checked and resolved.
 *
 * @param kafka client properties, passed through untouched (bootstrap.servers, security.*, sasl.*, ssl.*, streams ones)
 * @param registry where schemas come from
 * @param inputTopics topics to read; co-partitioned when there are several
 * @param event where entity, time and features are in a record
 * @param detector what the core does with them
 * @param model directory of the detector's own model artifacts
 * @param scorer what scores with a model
 * @param models the models topic, and who may publish to it
 * @param topics names and settings of the topics written
 * @param stateDirectory of Kafka Streams
 * @param http where health, metrics and the page are served
 */
public record TidewatchConfig(
        Map<String, String> kafka,
        Registry registry,
        List<String> inputTopics,
        EventSpec event,
        DetectorSpec detector,
        Path model,
        ScorerKind scorer,
        Models models,
        Topics topics,
        Path stateDirectory,
        Http http) {

    public TidewatchConfig {
        kafka = Map.copyOf(kafka);
        inputTopics = List.copyOf(inputTopics);
    }

    /** The same with other features: each the mean of one field, named as that is. */
    public TidewatchConfig withFeatures(List<String> fields) {
        return new TidewatchConfig(
                kafka,
                registry,
                inputTopics,
                event.withFeatures(fields),
                detector.withMeansOf(fields),
                model,
                scorer,
                models,
                topics,
                stateDirectory,
                http);
    }

    /** Without the properties of the clients, for they hold logins. */
    @Override
    public String toString() {
        return "TidewatchConfig[detector=" + detector.name() + "]";
    }

    /** {@code application.id} of the Streams application, and prefix of its consumer groups. */
    public String applicationId() {
        return "tidewatch-" + detector.name();
    }

    /**
     * The schema registry.
     *
     * @param urls base addresses, tried in turn
     * @param properties every other client property (basic.auth.*, schema.registry.ssl.*), passed through
     */
    public record Registry(List<String> urls, Map<String, String> properties) {
        public Registry {
            urls = List.copyOf(urls);
            properties = Map.copyOf(properties);
        }

        /** Without the properties, for they hold logins. */
        @Override
        public String toString() {
            return "Registry[urls=" + urls + "]";
        }
    }

    /**
     * Where models are shared, and how often they are renewed.
     *
     * @param topic compacted, of one partition
     * @param keep versions that are kept, besides the active one and the one before
     * @param retrainMs event time from one training to the next, milliseconds; 0: none by time
     * @param signingKey file of the private key that artifacts are signed with
     * @param trustedKeys files of the public keys whose artifacts are taken; none: all artifacts are
     */
    public record Models(String topic, int keep, long retrainMs, Optional<Path> signingKey, List<Path> trustedKeys) {
        public Models {
            trustedKeys = List.copyOf(trustedKeys);
        }
    }

    /**
     * The topics written.
     *
     * @param create whether missing ones are created
     * @param replicationFactor of topics created; -1: the broker's default
     * @param internalPartitions of the state and of the topic that leads to it; 0: not set
     */
    public record Topics(
            String alerts, String deadLetters, boolean create, short replicationFactor, int internalPartitions) {}

    /**
     * Address of the HTTP server; port 0 takes a free one.
     *
     * @param managementPort where health and metrics are served alone
     */
    public record Http(String host, int port, int managementPort) {}
}
