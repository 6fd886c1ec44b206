package io.tidewatch.model.artifact;

import io.tidewatch.model.ModelArtifact;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A directory of models, one file each, named so that the newest sorts last. */
public final class ModelDirectory {
    private static final String PREFIX = "model-";
    private static final String SUFFIX = ".zip";

    /** Ends the name of a file that is no longer looked at. */
    private static final String ASIDE = ".damaged";

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
        byte[] bytes = ModelArtifactFormat.write(artifact);
        if (bytes.length > Limits.FILE_BYTES) {
            throw new IOException("model " + artifact.version() + " takes " + bytes.length
                    + " bytes, a model file may have " + Limits.FILE_BYTES
                    + "; lower window.steps, model.hidden or the number of features");
        }
        Files.createDirectories(directory);
        String created =
                CREATED.format(Instant.ofEpochMilli(artifact.provenance().createdAtMs()));
        Path file = directory.resolve(PREFIX + created + "-" + artifact.version() + SUFFIX);
        // Not createTempFile: its file is readable by its owner only, and stays so when it is moved.
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.write(temporary, bytes);
            return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * The newest model that can be used; empty when there is none.
     *
     * @param refused receives why each newer file cannot be used: an older model is not taken silently
     */
    public Optional<ModelArtifact> newest(Consumer<ModelArtifactException> refused) throws IOException {
        for (Path file : files()) {
            try {
                return Optional.of(read(file));
            } catch (ModelArtifactException e) {
                refused.accept(e);
            }
        }
        return Optional.empty();
    }

    /** The files of models, the newest first; none when there is no such directory. */
    public List<Path> files() throws IOException {
        return named(name -> name.endsWith(SUFFIX));
    }

    /** Deletes all but the newest files of models. */
    public void keepNewest(int count) throws IOException {
        List<Path> files = files();
        for (Path file : files.subList(Math.min(count, files.size()), files.size())) {
            Files.deleteIfExists(file);
        }
    }

    /** Whether a newer file was set aside, at this start or at one before. */
    public boolean newerIsAside(Path file) throws IOException {
        String than = file.getFileName().toString();
        return !named(name -> name.contains(SUFFIX + ASIDE) && name.compareTo(than) > 0)
                .isEmpty();
    }

    private List<Path> named(Predicate<String> wanted) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(PREFIX) && wanted.test(name);
                    })
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString())
                            .reversed())
                    .toList();
        }
    }

    /**
     * The model in a file.
     *
     * @throws ModelArtifactException when it cannot be used
     * @throws IOException when the file cannot be read, which says nothing about the model
     */
    public ModelArtifact read(Path file) throws IOException, ModelArtifactException {
        try {
            // Before it is read: one that is too large must not fill the memory.
            ModelArtifactFormat.requireSize(file.toString(), Files.size(file));
            return ModelArtifactFormat.read(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IOException(
                    "model " + file + " cannot be read (" + e + "); make it readable for this user, or remove it", e);
        }
    }

    /**
     * Renames a file, so that it is not looked at again; nothing is deleted.
     *
     * @return its new name
     * @throws IOException when it cannot be renamed
     */
    public Path setAside(Path file) throws IOException {
        for (int copy = 1; ; copy++) {
            Path aside = file.resolveSibling(file.getFileName() + ASIDE + (copy == 1 ? "" : "-" + copy));
            try {
                return Files.move(file, aside);
            } catch (FileAlreadyExistsException e) {
                // Of another file of this name, which was damaged, too.
            }
        }
    }
}
