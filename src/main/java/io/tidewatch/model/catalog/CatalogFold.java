package io.tidewatch.model.catalog;

import io.tidewatch.text.Readable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of the models topic, in order, into a {@link ModelCatalog}. A record that cannot be used becomes a
 * refusal, and leaves what its key had before without a value. Not thread-safe.
 */
public final class CatalogFold {
    private static final String PUBLISH_ANEW = "; delete the version and publish it anew";

    /** Refusals that are listed; further ones are only counted. */
    private static final int MOST_REFUSALS = 100;

    final String topic;
    private final long mostBytes;
    /** In order of their records, the oldest first. */
    final Map<String, ArtifactHeader> headers = new LinkedHashMap<>();

    final Map<String, TreeMap<Integer, byte[]>> chunks = new LinkedHashMap<>();
    final Map<String, RefusedRecord> refusals = new LinkedHashMap<>();
    Optional<ModelActivation> activation = Optional.empty();
    long activationOffset;
    private long bytes;
    long refused;

    /**
     * @param topic that the records are from, for messages
     * @param mostBytes of all chunks together that are held in memory
     */
    public CatalogFold(String topic, long mostBytes) {
        this.topic = topic;
        this.mostBytes = mostBytes;
    }

    /**
     * Takes the next record.
     *
     * @param offset of the record in the topic
     * @param key in UTF-8; null is refused
     * @param value null deletes what the key had
     * @return why it is refused; empty when it is taken
     */
    public Optional<RefusedRecord> add(long offset, byte @Nullable [] key, byte @Nullable [] value) {
        String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        refusals.remove(text);
        Optional<CatalogKey> parsed = CatalogKey.parse(text);
        try {
            if (parsed.isPresent()) {
                add(offset, parsed.get(), value);
                return Optional.empty();
            }
            return value == null
                    ? Optional.empty()
                    : Optional.of(refuse(
                            text,
                            "this release knows no such key; upgrade this instance, or find out who "
                                    + "writes to the topic"));
        } catch (IllegalArgumentException e) {
            return Optional.of(refuse(text, String.valueOf(e.getMessage())));
        }
    }

    private void add(long offset, CatalogKey key, byte @Nullable [] value) {
        if (key instanceof CatalogKey.Chunk chunk) {
            addChunk(chunk, value);
        } else if (key instanceof CatalogKey.Header header) {
            headers.remove(header.version());
            if (value != null) {
                headers.put(header.version(), CatalogFormat.header(header.version(), value));
            }
        } else {
            activation = Optional.empty();
            if (value != null) {
                activation = Optional.of(CatalogFormat.activation(value));
                activationOffset = offset;
            }
        }
    }

    private void addChunk(CatalogKey.Chunk key, byte @Nullable [] value) {
        // A header is written after its chunks: one that was there before is not of this chunk.
        headers.remove(key.version());
        TreeMap<Integer, byte[]> own = chunks.computeIfAbsent(key.version(), version -> new TreeMap<>());
        byte[] before = own.remove(key.number());
        bytes -= before == null ? 0 : before.length;
        if (own.isEmpty()) {
            chunks.remove(key.version());
        }
        if (value == null) {
            return;
        }
        if (value.length < 1 || value.length > ArtifactHeader.LARGEST_CHUNK_BYTES) {
            throw new IllegalArgumentException("a chunk of " + value.length + " bytes, which may have 1 to "
                    + ArtifactHeader.LARGEST_CHUNK_BYTES + PUBLISH_ANEW);
        }
        if (bytes + value.length > mostBytes) {
            throw new IllegalArgumentException("the models of the topic have more than the " + mostBytes
                    + " bytes that are held in memory; lower model.keep, delete versions, or raise TIDEWATCH_HEAP");
        }
        chunks.computeIfAbsent(key.version(), version -> new TreeMap<>()).put(key.number(), value.clone());
        bytes += value.length;
    }

    private RefusedRecord refuse(String key, String reason) {
        refused++;
        RefusedRecord refusal = new RefusedRecord(topic, key.isEmpty() ? "without a key" : Readable.name(key), reason);
        if (refusals.size() < MOST_REFUSALS) {
            refusals.put(key, refusal);
        }
        return refusal;
    }

    /** What the records so far say. */
    public ModelCatalog catalog() {
        return new ModelCatalog(this);
    }
}
