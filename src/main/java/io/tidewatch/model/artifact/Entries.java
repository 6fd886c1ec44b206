package io.tidewatch.model.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** The named parts of a model file, a zip. */
final class Entries {
    static final String WEIGHTS = "network.bin";
    static final String DL4J = "network.zip";
    static final String PROBE = "probe.bin";
    static final String SPREAD = "spread.bin";
    static final String CODES = "codes.bin";
    static final String REGRESSIONS = "regressions.bin";

    private final Map<String, byte[]> contents = new LinkedHashMap<>();

    void put(String name, byte[] content) {
        contents.put(name, content);
    }

    /** SHA-256 of each entry, by its name. */
    Map<String, String> checksums() {
        Map<String, String> checksums = new TreeMap<>();
        contents.forEach((name, content) -> checksums.put(name, sha256(content)));
        return checksums;
    }

    /** The file: the first entry before all others, which come in the order in which they were put. */
    byte[] zip(String first, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, first, content);
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException("a buffer in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // A fixed time keeps the file's bytes a function of the model.
        entry.setTimeLocal(java.time.LocalDateTime.of(2000, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    byte @Nullable [] get(String name) {
        return contents.get(name);
    }

    /** {@link #checked}; null when neither the file nor the checksums know it. */
    byte @Nullable [] optional(String source, Map<String, String> checksums, String name)
            throws ModelArtifactException {
        return checksums.containsKey(name) || contents.containsKey(name) ? checked(source, checksums, name) : null;
    }

    /** An entry that must be there and have the checksum. */
    byte[] checked(String source, Map<String, String> checksums, String name) throws ModelArtifactException {
        byte[] bytes = contents.get(name);
        if (bytes == null) {
            throw ModelArtifactException.damaged(source, name + " is missing");
        }
        if (!sha256(bytes).equals(checksums.get(name))) {
            throw ModelArtifactException.damaged(source, name + " does not have the checksum of the manifest");
        }
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
