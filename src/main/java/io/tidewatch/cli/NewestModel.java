package io.tidewatch.cli;

import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The newest model of a directory that a command was given: reports those that it cannot use, and leaves them. */
final class NewestModel {
    private NewestModel() {}

    /**
     * @param err receives each newer model that cannot be used
     * @throws IllegalStateException when there is none to use
     */
    static ModelArtifact of(Path directory, PrintWriter err) throws IOException {
        Optional<ModelArtifact> own = newest(directory, err);
        if (own.isPresent()) {
            return own.get();
        }
        List<Path> detectors = detectors(directory);
        if (detectors.size() == 1) {
            Optional<ModelArtifact> only = newest(detectors.get(0), err);
            if (only.isPresent()) {
                return only.get();
            }
        }
        throw new IllegalStateException("no model in " + directory
                + (detectors.size() > 1
                        ? "; name one of the detectors' own directories in it: " + detectors
                        : "; train one first"));
    }

    private static Optional<ModelArtifact> newest(Path directory, PrintWriter err) throws IOException {
        return new ModelDirectory(directory).newest(refused -> {
            err.println(ErrorText.of(refused.getMessage() + ". The next best model is looked for."));
            err.flush();
        });
    }

    /** Directories of detectors, which have models. */
    private static List<Path> detectors(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> inside = Files.list(directory)) {
                for (Path path : inside.sorted().toList()) {
                    if (!new ModelDirectory(path).files().isEmpty()) {
                        found.add(path);
                    }
                }
            }
        }
        return found;
    }
}
