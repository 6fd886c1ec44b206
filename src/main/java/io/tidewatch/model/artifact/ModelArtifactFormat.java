package io.tidewatch.model.artifact;

import io.tidewatch.model.Calibration;
import io.tidewatch.model.CodeSamples;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Network;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.Regression;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import java.util.List;
import java.util.Map;

/**
 * Bytes of a model: a zip of {@code manifest.json}, {@code network.bin} (weights and biases layer by layer,
 * little-endian floats: all that scoring needs), {@code network.zip} (Deeplearning4j's own file: what training goes on
 * from), {@code probe.bin} (its answers to {@link ProbeAnswers}, little-endian floats: what a scorer is held against)
 * and, where the family has them, {@code spread.bin} (the layer that computes how far off cells usually are, as in
 * {@code network.bin}) and {@code codes.bin} (codes of normal windows: centres, then deviations), and {@code
 * regressions.bin} (what is likely of features by others and by what was before, as in {@code network.bin}). The same
 * model gives the same bytes. The manifest is the first entry, and holds a checksum of the others; an entry with
 * another name is refused. Nobody reads {@code network.zip} from a file: it can hold objects of Java. Formats 1 and 2,
 * which are still read, had no regressions; format 1 had neither spread nor codes nor units.
 */
public final class ModelArtifactFormat {
    /** Most bytes that a model's file may have. */
    public static final long LARGEST_FILE_BYTES = Limits.FILE_BYTES;

    private static final String MANIFEST = "manifest.json";

    private ModelArtifactFormat() {}

    /** The bytes of a model, which must have its answers to the probe. */
    public static byte[] write(ModelArtifact artifact) {
        TrainedNetwork trained = artifact.trained();
        Entries entries = new Entries();
        entries.put(Entries.WEIGHTS, Numbers.weights(trained.network().layers()));
        entries.put(Entries.DL4J, trained.dl4jZip());
        entries.put(Entries.PROBE, Numbers.bytes(trained.probe().orElseThrow().values()));
        trained.spread().ifPresent(layer -> entries.put(Entries.SPREAD, Numbers.weights(List.of(layer))));
        trained.codes().ifPresent(codes -> entries.put(Entries.CODES, Numbers.codes(codes)));
        List<DenseLayer> regressions =
                trained.regressions().stream().map(Regression::layer).toList();
        if (!regressions.isEmpty()) {
            entries.put(Entries.REGRESSIONS, Numbers.weights(regressions));
        }
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                artifact.version(),
                artifact.spec(),
                artifact.trained().network().layout(),
                artifact.features().stream()
                        .map(f -> new Manifest.Feature(f.name(), f.aggregate().text()))
                        .toList(),
                artifact.vocabularies(),
                Numbers.shapes(trained.network().layers()),
                artifact.calibration().quantiles(),
                artifact.provenance(),
                artifact.units(),
                Numbers.shapes(trained.spread().stream().toList()),
                trained.codes().map(CodeSamples::width).orElse(0),
                Numbers.shapes(regressions),
                entries.checksums());
        return entries.zip(MANIFEST, manifest.json());
    }

    /** @throws ModelArtifactException when a file is larger than a model may be */
    static void requireSize(String source, long bytes) throws ModelArtifactException {
        if (bytes > Limits.FILE_BYTES) {
            throw ModelArtifactException.refused(
                    source, "it has " + bytes + " bytes, the most is " + Limits.FILE_BYTES);
        }
    }

    /**
     * Reads a model.
     *
     * @param source where the bytes are from, for errors
     * @throws ModelArtifactException when they are no model, damaged, or of another format
     */
    public static ModelArtifact read(String source, byte[] bytes) throws ModelArtifactException {
        requireSize(source, bytes.length);
        Manifest manifest;
        Entries entries;
        try (EntryReader reader = new EntryReader(source, bytes)) {
            manifest = Manifest.parse(source, reader.first(MANIFEST, Limits.MANIFEST_BYTES));
            entries = reader.rest(EntrySizes.of(source, manifest, Limits.unpackedBytes(bytes.length)));
        }
        Map<String, String> checksums = manifest.sha256();
        byte[] weights = entries.checked(source, checksums, Entries.WEIGHTS);
        byte[] dl4j = entries.checked(source, checksums, Entries.DL4J);
        // Without them its network could not be held against what the training library answers.
        byte[] probe = entries.checked(source, checksums, Entries.PROBE);
        byte[] spread = entries.optional(source, checksums, Entries.SPREAD);
        byte[] codes = entries.optional(source, checksums, Entries.CODES);
        byte[] regressed = entries.optional(source, checksums, Entries.REGRESSIONS);
        try {
            TrainedNetwork trained = new TrainedNetwork(
                            new Network(manifest.layout(), Numbers.layers(Entries.WEIGHTS, manifest.layers(), weights)),
                            dl4j,
                            manifest.provenance().loss())
                    .withProbe(new ProbeAnswers(manifest.layout(), Numbers.floats(probe)));
            if (spread != null) {
                for (DenseLayer layer : Numbers.layers(Entries.SPREAD, manifest.spread(), spread)) {
                    trained = trained.withSpread(layer);
                }
            }
            if (codes != null) {
                trained = trained.withCodes(Numbers.codes(manifest.codeWidth(), Numbers.floats(codes)));
            }
            if (regressed != null) {
                trained = trained.withRegressions(
                        Numbers.layers(Entries.REGRESSIONS, manifest.regressions(), regressed).stream()
                                .map(Regression::new)
                                .toList());
            }
            ModelArtifact artifact = ModelArtifact.of(
                            manifest.spec(),
                            manifest.features().stream()
                                    .map(f -> new FeatureSpec(f.name(), Aggregate.parse(f.aggregate())))
                                    .toList(),
                            manifest.vocabularies(),
                            trained,
                            new Calibration(manifest.calibration()),
                            manifest.provenance())
                    .withUnits(manifest.units());
            if (!artifact.version().equals(manifest.version())) {
                throw ModelArtifactException.damaged(
                        source, "its content is of version " + artifact.version() + ", not " + manifest.version());
            }
            return artifact;
        } catch (IllegalArgumentException e) {
            throw new ModelArtifactException(
                    "model " + source + " contradicts itself: " + e.getMessage()
                            + "; train it anew or restore the file",
                    e);
        }
    }
}
