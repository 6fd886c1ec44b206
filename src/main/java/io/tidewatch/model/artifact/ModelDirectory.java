package io.tidewatch.model.artifact;

import io.tidewatch.model.ModelArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory of models, one file each, named so that the newest sorts last. */
public final class ModelDirectory {
    private static final String PREFIX = "model-";
    private static final String SUFFIX = ".zip";
    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;

    public ModelDirectory(Path directory) {
        this.directory = directory;
    }

    public Path path() {
        return directory;
    }

    /** Adds a model; a reader sees all of it or nothing. Returns its file. */
    public Path add(ModelArtifact artifact) throws IOException {
        Files.createDirectories(directory);
        String created =
                CREATED.format(Instant.ofEpochMilli(artifact.provenance().createdAtMs()));
        Path file = directory.resolve(PREFIX + created + "-" + artifact.version() + SUFFIX);
        // Not createTempFile: its file is readable by its owner only, and stays so when it is moved.
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.write(temporary, ModelArtifactFormat.write(artifact));
            return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * The newest model; empty when there is none yet.
     *
     * @throws ModelArtifactException when the newest cannot be used: an older one is not taken silently instead
     */
    public Optional<ModelArtifact> newest() throws IOException, ModelArtifactException {
        Optional<Path> file = newestFile();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ModelArtifactFormat.read(file.get().toString(), Files.readAllBytes(file.get())));
    }

    private Optional<Path> newestFile() throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
                    })
                    .max(Comparator.comparing(file -> file.getFileName().toString()));
        }
    }
}
