package io.tidewatch.series;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that stands under its name only once it is whole: until then, what was there before stays. */
public final class PendingFile implements Closeable {
    private final Path file;
    private final Path temporary;

    public PendingFile(Path file) {
        this.file = file;
        this.temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    }

    /** Where to write meanwhile. */
    public Path temporary() {
        return temporary;
    }

    /** Takes the place of what was there before; whoever wrote it must have closed it. */
    public void publish() throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what was not published. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(temporary);
    }
}
