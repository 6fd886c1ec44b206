package io.tidewatch.model.catalog;

import io.tidewatch.model.artifact.ModelArtifactFormat;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the models topic says of one artifact, beside its chunks.
 *
 * @param version of the model, 12 hex digits
 * @param bytes of the artifact
 * @param chunks records that its bytes are in
 * @param sha256 of its bytes, 64 hex digits
 * @param published when and by whom
 */
public record ArtifactHeader(
        String version, long bytes, int chunks, String sha256, Stamp published, Optional<ModelSignature> signature) {
    /** Bytes of a chunk that a writer makes at most: below what a topic takes unless set otherwise, 1 MB. */
    public static final int CHUNK_BYTES = 512 << 10;

    /** Bytes of a chunk that a reader takes at most. */
    static final int LARGEST_CHUNK_BYTES = 1 << 20;

    static final int MOST_CHUNKS = 1 << 16;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException when a number is out of bounds or contradicts another one */
    public ArtifactHeader {
        CatalogKey.requireVersion(version);
        if (bytes < 1 || bytes > ModelArtifactFormat.LARGEST_FILE_BYTES) {
            throw new IllegalArgumentException("it announces " + bytes + " bytes, a model may have 1 to "
                    + ModelArtifactFormat.LARGEST_FILE_BYTES);
        }
        if (chunks < 1 || chunks > MOST_CHUNKS || chunks > bytes || bytes > (long) chunks * LARGEST_CHUNK_BYTES) {
            throw new IllegalArgumentException("it announces " + bytes + " bytes in " + chunks
                    + " chunks, of which each may have 1 to " + LARGEST_CHUNK_BYTES);
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("its sha256 is not 64 hex digits");
        }
    }

    /**
     * The header of an artifact that is to be published, not signed, in chunks of at most {@value #CHUNK_BYTES} bytes.
     */
    public static ArtifactHeader of(String version, byte[] artifact, Stamp published) {
        return of(version, artifact, published, CHUNK_BYTES);
    }

    /** @param chunkBytes bytes of a chunk at most */
    public static ArtifactHeader of(String version, byte[] artifact, Stamp published, int chunkBytes) {
        return new ArtifactHeader(
                version,
                artifact.length,
                (artifact.length + chunkBytes - 1) / chunkBytes,
                HexFormat.of().formatHex(Ed25519.sha256(artifact)),
                published,
                Optional.empty());
    }

    /** The same, signed. */
    public ArtifactHeader signed(SigningKey key) {
        return new ArtifactHeader(version, bytes, chunks, sha256, published, Optional.of(key.sign(digest())));
    }

    /**
     * Where a chunk begins in the artifact; the last one ends where the chunk after it would begin.
     *
     * @param chunk 0 to {@code chunks}
     */
    public int chunkStart(int chunk) {
        return Math.toIntExact(chunk * bytes / chunks);
    }

    byte[] digest() {
        return HexFormat.of().parseHex(sha256);
    }
}
