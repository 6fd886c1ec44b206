package io.tidewatch.service;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.learning.WindowSamples;
import io.tidewatch.learning.WindowSamplesFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that keeps the windows for a first model over an orderly stop, until there is a model.
 *
 * <p>A crash loses those since the start: then it is not known which of them will be read again.
 */
final class KeptWindows {
    private static final Logger LOG = LoggerFactory.getLogger(KeptWindows.class);

    /** A first model's windows take less, but for thousands of features. */
    private static final int LARGEST_BYTES = 64 << 20;

    private final Path file;
    private final WindowSamplesFormat format;

    KeptWindows(Path directory, DetectorSpec spec) {
        this.file = directory.resolve("first-windows.bin");
        this.format = new WindowSamplesFormat(spec);
    }

    /** Keeps windows; a failure costs only their time. */
    void keep(WindowSamples samples) {
        try {
            byte[] bytes = format.write(samples);
            if (bytes.length > LARGEST_BYTES) {
                throw new IOException(bytes.length + " bytes, over " + LARGEST_BYTES);
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
            Files.write(temporary, bytes);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            warn("windows for the first model cannot be kept; the next start collects them anew", e);
        }
    }

    /** The windows kept; empty when there are none that can be used. */
    Optional<WindowSamples> read() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > LARGEST_BYTES) {
                throw new IllegalArgumentException(Files.size(file) + " bytes, over " + LARGEST_BYTES);
            }
            return format.read(Files.readAllBytes(file));
        } catch (IOException | IllegalArgumentException e) {
            warn("windows kept for the first model cannot be used; they are collected anew", e);
            return Optional.empty();
        }
    }

    /** Deletes the file: there is a model, or learning starts anew. */
    void drop() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            warn("windows kept for the first model cannot be deleted; delete the file", e);
        }
    }

    private void warn(String message, Exception reason) {
        LOG.atWarn()
                .addKeyValue("file", file)
                .addKeyValue("reason", reason.toString())
                .log(message);
    }
}
