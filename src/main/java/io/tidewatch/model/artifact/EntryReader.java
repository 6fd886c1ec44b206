package io.tidewatch.model.artifact;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks a model file entry by entry. It counts what comes out, as a zip's own headers may say anything. */
final class EntryReader implements AutoCloseable {
    private final String source;
    private final ZipInputStream zip;
    private final long mostBytes;
    private long unpackedBytes;

    /** @param source where the bytes are from, for errors */
    EntryReader(String source, byte[] bytes) {
        this.source = source;
        this.zip = new ZipInputStream(new ByteArrayInputStream(bytes));
        this.mostBytes = Limits.unpackedBytes(bytes.length);
    }

    /** The content of the first entry, which must have this name. */
    byte[] first(String name, long most) throws ModelArtifactException {
        ZipEntry entry = next();
        if (entry == null || !entry.getName().equals(name)) {
            throw new ModelArtifactException("model " + source + " is no Tidewatch model: "
                    + (entry == null ? "it holds no " + name : "its first entry is not " + name));
        }
        return content(name, most);
    }

    /**
     * The entries that follow.
     *
     * @param most bytes of each entry that may be there, by its name
     */
    Entries rest(Map<String, Long> most) throws ModelArtifactException {
        Entries entries = new Entries();
        for (ZipEntry entry = next(); entry != null; entry = next()) {
            String name = entry.getName();
            Long bytes = most.get(name);
            if (bytes == null) {
                throw ModelArtifactException.refused(source, "it holds an entry that no model has, " + quoted(name));
            }
            if (entries.get(name) != null) {
                throw ModelArtifactException.refused(source, "it holds " + name + " more than once");
            }
            entries.put(name, content(name, bytes));
        }
        return entries;
    }

    private @Nullable ZipEntry next() throws ModelArtifactException {
        try {
            return zip.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            // The zip reader throws the latter for an entry's name that is no UTF-8.
            throw unreadable(e);
        }
    }

    private byte[] content(String name, long most) throws ModelArtifactException {
        long allowed = Math.min(most, mostBytes - unpackedBytes);
        byte[] content;
        try {
            // Grows with what comes, so that nothing is taken for what is only announced.
            content = zip.readNBytes(Math.toIntExact(allowed));
            if (content.length == allowed && zip.read() >= 0) {
                throw ModelArtifactException.refused(
                        source,
                        most == allowed
                                ? name + " unpacks to more than the " + most + " bytes that it may have"
                                : "it unpacks to more than " + mostBytes + " bytes, the most for a file of its size");
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        unpackedBytes += content.length;
        return content;
    }

    private ModelArtifactException unreadable(Exception cause) {
        return new ModelArtifactException(
                "model " + source + " is damaged: it cannot be unzipped (" + cause.getMessage()
                        + "); train it anew or restore the file",
                cause);
    }

    /** A name of which nothing is known: short, on one line. */
    private static String quoted(String name) {
        String line = name.replaceAll("[^ -~]", "?");
        return '"' + (line.length() <= 40 ? line : line.substring(0, 40) + "...") + '"';
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
    }
}
