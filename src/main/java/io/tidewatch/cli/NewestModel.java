package io.tidewatch.cli;

import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** The newest model of a directory that a command was given: those that cannot be used are told, and left where they are. */
final class NewestModel {
    private NewestModel() {}

    /**
     * Reads it.
     *
     * @param err told of each newer model that cannot be used
     * @throws IllegalStateException when there is none to use
     */
    static ModelArtifact of(Path directory, PrintWriter err) throws IOException {
        return new ModelDirectory(directory)
                .newest(refused -> {
                    err.println(ErrorText.of(refused.getMessage() + ". The next best model is looked for."));
                    err.flush();
                })
                .orElseThrow(() -> new IllegalStateException("no model in " + directory + "; train one first"));
    }
}
