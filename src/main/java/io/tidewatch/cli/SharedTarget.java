package io.tidewatch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactFormat;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.text.Readable;
import io.tidewatch.topology.models.ModelsTopicWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The models topic, and the local directory before it: what cannot be published is not lost. */
final class SharedTarget implements ModelTarget {
    private final SharedModels models;
    private Path file = Path.of("");

    SharedTarget(SharedModels models) {
        this.models = models;
    }

    @Override
    public void take(ModelArtifact model) throws IOException {
        file = new ModelDirectory(models.config().model()).add(model);
        byte[] bytes = ModelArtifactFormat.write(model);
        try (ModelsTopicWriter writer = models.writer()) {
            writer.publishActive(models.header(model.version(), bytes), bytes, OptionalLong.empty());
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    e.getMessage() + " The model is stored as " + file
                            + "; publish it later: tidewatch models publish --activate " + file,
                    e);
        }
    }

    @Override
    public String words() {
        return "active in topic " + models.topic() + ", also stored as " + Readable.text(file.toString());
    }

    @Override
    public void describe(ObjectNode node) {
        node.put("topic", models.topic());
        node.put("active", true);
        node.put("file", file.toString());
    }
}
