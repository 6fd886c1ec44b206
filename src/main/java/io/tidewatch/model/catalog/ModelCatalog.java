package io.tidewatch.model.catalog;

import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactException;
import io.tidewatch.model.artifact.ModelArtifactFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the models topic holds at one moment: immutable, made by {@link CatalogFold}. */
public final class ModelCatalog {
    private final String topic;
    /** Oldest first. */
    private final Map<String, ArtifactHeader> headers;

    private final Map<String, SortedMap<Integer, byte[]>> chunks = new HashMap<>();
    private final Optional<ModelActivation> activation;
    private final long activationOffset;
    private final Map<String, RefusedRecord> refusals;
    private final long refused;

    ModelCatalog(CatalogFold fold) {
        this.topic = fold.topic;
        this.headers = new LinkedHashMap<>(fold.headers);
        // The chunks themselves are shared: nobody changes their bytes.
        fold.chunks.forEach((version, own) -> this.chunks.put(version, new TreeMap<>(own)));
        this.activation = fold.activation;
        this.activationOffset = fold.activationOffset;
        this.refusals = new LinkedHashMap<>(fold.refusals);
        this.refused = fold.refused;
    }

    /** The topic's name. */
    public String topic() {
        return topic;
    }

    /** The versions, the newest first. */
    public List<CatalogEntry> entries() {
        List<CatalogEntry> entries = new ArrayList<>();
        headers.values().forEach(header -> entries.add(0, new CatalogEntry(header, complete(header))));
        return List.copyOf(entries);
    }

    /** One version; empty when the topic does not have it. */
    public Optional<CatalogEntry> entry(String version) {
        return Optional.ofNullable(headers.get(version)).map(header -> new CatalogEntry(header, complete(header)));
    }

    /** Whether a version is there with all its chunks. */
    public boolean has(String version) {
        return entry(version).filter(CatalogEntry::complete).isPresent();
    }

    /** The version in use; empty before the first. */
    public Optional<ModelActivation> activation() {
        return activation;
    }

    /** What a rollback activates: the newest of the versions that were active before and that are still there. */
    public Optional<String> rollbackVersion() {
        return activation.flatMap(active -> active.history().stream()
                .map(ModelActivation.Former::version)
                .filter(this::has)
                .findFirst());
    }

    /** Offset of the record of {@link #activation} in the topic; empty before the first. */
    public OptionalLong activationOffset() {
        return activation.isPresent() ? OptionalLong.of(activationOffset) : OptionalLong.empty();
    }

    /** Records whose key has no better value yet; further ones than the first 100 are only counted. */
    public List<RefusedRecord> refusals() {
        return List.copyOf(refusals.values());
    }

    /** How many records were refused so far, also those that were replaced since. */
    public long refused() {
        return refused;
    }

    /** The keys of all records of a version, to be deleted; none when there is no such version. */
    public List<String> keysOf(String version) {
        if (!CatalogKey.isVersion(version)) {
            return List.of();
        }
        TreeSet<String> keys = new TreeSet<>();
        String header = new CatalogKey.Header(version).text();
        if (headers.containsKey(version)) {
            keys.add(header);
        }
        chunksOf(version).keySet().forEach(number -> keys.add(new CatalogKey.Chunk(version, number).text()));
        refusals.keySet().stream()
                .filter(key -> key.equals(header) || key.startsWith(header + "/"))
                .forEach(keys::add);
        return List.copyOf(keys);
    }

    /**
     * The bytes of an artifact, with its checksum and its signature checked.
     *
     * @throws ModelArtifactException when it is not there, not whole, damaged, or not signed by a trusted key
     */
    public byte[] bytes(String version, TrustedKeys trusted) throws ModelArtifactException {
        ArtifactHeader header = headers.get(version);
        if (header == null) {
            throw refusal(version, headerless(version));
        }
        Optional<String> distrust = trusted.refusal(header);
        if (distrust.isPresent()) {
            throw refusal(version, distrust.get());
        }
        SortedMap<Integer, byte[]> own = chunksOf(version);
        long there = 0;
        for (int chunk = 0; chunk < header.chunks(); chunk++) {
            byte[] bytes = own.get(chunk);
            if (bytes == null) {
                throw damaged(version, "chunk " + chunk + " of " + header.chunks() + " is missing");
            }
            there += bytes.length;
        }
        if (there != header.bytes()) {
            throw damaged(version, "its chunks have " + there + " bytes, its header says " + header.bytes());
        }
        byte[] artifact = new byte[Math.toIntExact(there)];
        int end = 0;
        for (int chunk = 0; chunk < header.chunks(); chunk++) {
            byte[] bytes = own.getOrDefault(chunk, new byte[0]);
            System.arraycopy(bytes, 0, artifact, end, bytes.length);
            end += bytes.length;
        }
        if (!Arrays.equals(Ed25519.sha256(artifact), header.digest())) {
            throw damaged(version, "its bytes do not have the checksum of its header");
        }
        return artifact;
    }

    /**
     * The model of a version.
     *
     * @throws ModelArtifactException when {@link #bytes} does, when the bytes are no model, or the model of another
     *     version
     */
    public ModelArtifact artifact(String version, TrustedKeys trusted) throws ModelArtifactException {
        ModelArtifact artifact = ModelArtifactFormat.read(source(version), bytes(version, trusted));
        if (!artifact.version().equals(version)) {
            throw refusal(
                    version,
                    "it holds version " + artifact.version()
                            + "; delete it, and publish the model under its own version");
        }
        return artifact;
    }

    private boolean complete(ArtifactHeader header) {
        return chunksOf(header.version()).headMap(header.chunks()).size() == header.chunks();
    }

    private SortedMap<Integer, byte[]> chunksOf(String version) {
        return chunks.getOrDefault(version, new TreeMap<>());
    }

    private String headerless(String version) {
        RefusedRecord refusal =
                CatalogKey.isVersion(version) ? refusals.get(new CatalogKey.Header(version).text()) : null;
        if (refusal != null) {
            return "its header is refused: " + refusal.reason();
        }
        return "the topic does not have it; publish it, or activate one of " + List.copyOf(headers.keySet());
    }

    private String source(String version) {
        return version + " of topic " + topic;
    }

    private ModelArtifactException damaged(String version, String what) {
        return refusal(version, what + "; delete it and publish it anew, or roll back");
    }

    private ModelArtifactException refusal(String version, String why) {
        return new ModelArtifactException("model " + source(version) + " is refused: " + why);
    }
}
