package io.tidewatch.cli;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ModelKeys;
import io.tidewatch.config.Suggestion;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.ModelFit;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.ParityCheck;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactException;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.model.catalog.ArtifactHeader;
import io.tidewatch.model.catalog.CatalogEntry;
import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.model.catalog.Stamp;
import io.tidewatch.topology.models.ModelsTopicReader;
import io.tidewatch.topology.models.ModelsTopicWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The models topic of a configuration, as a person works with it.
 *
 * @param config names the topic
 * @param keys sign and check
 */
record SharedModels(TidewatchConfig config, ModelKeys keys) {
    private static final Duration READ_WITHIN = Duration.ofMinutes(1);
    private static final int LONGEST_NAME = 200;

    /** @throws ConfigException when the configuration, or a key that it names, cannot be used */
    static SharedModels of(TidewatchConfig config) throws ConfigException {
        return new SharedModels(config, ModelKeys.read(config.models()));
    }

    String topic() {
        return config.models().topic();
    }

    /** @throws IllegalStateException when the topic cannot be read, with the remedy */
    ModelCatalog read() {
        try (ModelsTopicReader reader = new ModelsTopicReader(config.kafka(), topic())) {
            return reader.readToEnd(READ_WITHIN);
        }
    }

    /** A writer beside any other that runs. */
    ModelsTopicWriter writer() {
        return new ModelsTopicWriter(
                config.kafka(),
                topic(),
                ModelsTopicWriter.transactionalId(
                        config.applicationId(), UUID.randomUUID().toString()),
                config.models().keep());
    }

    /** The header of an artifact to be published now, signed if there is a key. */
    ArtifactHeader header(String version, byte[] artifact) {
        ArtifactHeader header = ArtifactHeader.of(version, artifact, stamp());
        return keys.signing().map(header::signed).orElse(header);
    }

    /** Now, by the user of this process. */
    static Stamp stamp() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown-host";
        }
        String name = System.getProperty("user.name", "unknown") + "@" + host;
        return new Stamp(System.currentTimeMillis(), name.substring(0, Math.min(LONGEST_NAME, name.length())));
    }

    /**
     * The version that a person means.
     *
     * @param given a version of the topic, or as much of its beginning as no other version has
     * @throws IllegalArgumentException when there is none or more than one, with those that there are
     */
    static String version(ModelCatalog catalog, String given) {
        // One whose header is refused is not listed, but can be named in full.
        if (!catalog.keysOf(given).isEmpty()) {
            return given;
        }
        List<String> known =
                catalog.entries().stream().map(CatalogEntry::version).toList();
        List<String> meant =
                known.stream().filter(version -> version.startsWith(given)).toList();
        if (meant.size() == 1 && !given.isEmpty()) {
            return meant.get(0);
        }
        if (meant.size() > 1) {
            throw new IllegalArgumentException("version '" + given + "' is the beginning of "
                    + String.join(" and ", meant) + "; write more of it");
        }
        throw new IllegalArgumentException("topic " + catalog.topic() + " has no version '" + given + "'"
                + (known.isEmpty()
                        ? "; it has none. Publish one: tidewatch train, or tidewatch models publish FILE"
                        : Suggestion.among(given, known.stream())
                                        .map(version -> ", did you mean " + version + "? It has ")
                                        .orElse("; it has ")
                                + known.stream().collect(Collectors.joining(", "))));
    }

    /**
     * The model in a file.
     *
     * @throws ModelArtifactException when it cannot be used
     * @throws IOException when the file cannot be read
     */
    static ModelArtifact file(Path file) throws IOException, ModelArtifactException {
        Path absolute = file.toAbsolutePath();
        return new ModelDirectory(Objects.requireNonNullElse(absolute.getParent(), absolute)).read(file);
    }

    /**
     * Checks what each instance checks before it uses a model.
     *
     * @throws ModelArtifactException when the model does not fit the configuration, or its compiled network does not
     *     answer
     *     as the trained one did
     */
    void requireUsable(ModelArtifact model) throws ModelArtifactException {
        String fault = ModelFit.fault(config.detector(), model).orElse("");
        if (!fault.isEmpty()) {
            throw new ModelArtifactException(fault);
        }
        try {
            ParityCheck.require(
                    CompiledScorer.compile(model.trained().network()),
                    model.trained()
                            .probe()
                            .orElseThrow(() -> new IllegalStateException(
                                    "it has no answers to hold its compiled network against; train it anew")));
        } catch (IllegalStateException e) {
            throw new ModelArtifactException("model " + model.version() + " is refused: " + e.getMessage(), e);
        }
    }
}
