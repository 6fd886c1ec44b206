package io.tidewatch.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A directory for results, made and tried before the long work whose results it shall hold. */
final class WritableDirectory {
    private WritableDirectory() {}

    /**
     * Makes a directory if there is none, and tries to write to it: permissions say too little, as of {@code /proc}.
     *
     * @param key what names it: an option, or a key of the configuration
     * @throws IllegalArgumentException when it cannot be made or written, with the reason
     */
    static void require(Path directory, String key) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IllegalArgumentException(message("create", directory, e, key), e);
        }
        try {
            Files.delete(Files.createTempFile(directory, ".tidewatch", ".tmp"));
        } catch (IOException e) {
            throw new IllegalArgumentException(message("write", directory, e, key), e);
        }
    }

    private static String message(String attempt, Path directory, IOException fault, String key) {
        return "cannot " + attempt + " directory " + directory + ": " + reason(fault) + "; give another " + key;
    }

    /** Java's own message is the bare path, for the commonest of faults. */
    private static String reason(IOException fault) {
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (fault instanceof FileAlreadyExistsException) {
            return "a file is there";
        }
        if (fault instanceof NoSuchFileException) {
            return "nothing can be made there";
        }
        String reason = fault instanceof FileSystemException named ? named.getReason() : fault.getMessage();
        return reason == null ? fault.getClass().getSimpleName() : reason;
    }
}
