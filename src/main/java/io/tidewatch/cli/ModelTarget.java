package io.tidewatch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.config.ConfigException;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactFormat;
import io.tidewatch.series.PendingFile;
import io.tidewatch.service.TopicCheck;
import io.tidewatch.text.Readable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a trained model goes. It is looked at before the training. */
interface ModelTarget {

    /** Takes the model. */
    void take(ModelArtifact model) throws IOException;

    /** What has become of it, as the last line for a person. */
    String words();

    /** The same, as fields. */
    void describe(ObjectNode node);

    /**
     * A file alone.
     *
     * @throws IllegalArgumentException when it cannot be written
     */
    static ModelTarget file(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(file)) {
            throw new IllegalArgumentException("--output " + file + " is a directory; name a file, such as model.zip");
        }
        WritableDirectory.require(directory, "--output");
        return new ModelTarget() {
            @Override
            public void take(ModelArtifact model) throws IOException {
                try (PendingFile pending = new PendingFile(file.toAbsolutePath())) {
                    Files.write(pending.temporary(), ModelArtifactFormat.write(model));
                    pending.publish();
                }
            }

            @Override
            public String words() {
                return "written to " + Readable.text(file.toString())
                        + ". To share it: tidewatch models publish --activate FILE";
            }

            @Override
            public void describe(ObjectNode node) {
                node.put("file", file.toString());
            }
        };
    }

    /**
     * The models topic, where the model becomes active, and the local directory.
     *
     * @throws ConfigException when a key cannot be used
     * @throws IllegalArgumentException when the directory cannot be written
     * @throws IllegalStateException when the topic cannot be used, saying how to train without it
     */
    static ModelTarget shared(TidewatchConfig config) throws ConfigException {
        WritableDirectory.require(config.model(), "model.directory");
        SharedModels models = SharedModels.of(config);
        try {
            TopicCheck.provisionModels(config);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    e.getMessage() + " To write the model to a file instead, give --output FILE.", e);
        }
        return new SharedTarget(models);
    }
}
