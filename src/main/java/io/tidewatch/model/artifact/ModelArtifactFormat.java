package io.tidewatch.model.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.model.Activation;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a model: a zip of {@code manifest.json}, {@code network.bin} (weights and biases layer by layer, little-endian
 * floats: all that scoring needs), {@code network.zip} (Deeplearning4j's own file: what training goes on from), {@code
 * probe.bin} (its answers to {@link ProbeAnswers}, little-endian floats; models of older releases have none) and, where the
 * family has them, {@code spread.bin} (the layer that tells how far off cells usually are, as in {@code network.bin}) and
 * {@code codes.bin} (codes of normal windows: centres, then deviations), and {@code regressions.bin} (what is likely of
 * features by others and by what was before, as in {@code network.bin}). The same model gives the same bytes. The manifest
 * holds a checksum of the other entries. Formats 1 and 2, which are still read, had no regressions; format 1 had neither
 * spread nor codes nor units.
 */
public final class ModelArtifactFormat {
    static final int FORMAT = 3;

    private static final int OLDEST_FORMAT = 1;

    private static final String MANIFEST = "manifest.json";
    private static final String WEIGHTS = "network.bin";
    private static final String DL4J = "network.zip";
    private static final String PROBE = "probe.bin";
    private static final String SPREAD = "spread.bin";
    private static final String CODES = "codes.bin";
    private static final String REGRESSIONS = "regressions.bin";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private ModelArtifactFormat() {}

    public static byte[] write(ModelArtifact artifact) {
        TrainedNetwork trained = artifact.trained();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(WEIGHTS, weights(trained.network().layers()));
        entries.put(DL4J, trained.dl4jZip());
        trained.probe().ifPresent(answers -> entries.put(PROBE, bytes(answers.values())));
        trained.spread().ifPresent(layer -> entries.put(SPREAD, weights(List.of(layer))));
        trained.codes().ifPresent(codes -> entries.put(CODES, codes(codes)));
        List<DenseLayer> regressions =
                trained.regressions().stream().map(Regression::layer).toList();
        if (!regressions.isEmpty()) {
            entries.put(REGRESSIONS, weights(regressions));
        }
        Map<String, String> checksums = new TreeMap<>();
        entries.forEach((name, content) -> checksums.put(name, sha256(content)));
        Manifest manifest = new Manifest(
                FORMAT,
                artifact.version(),
                artifact.spec(),
                artifact.trained().network().layout(),
                artifact.features().stream()
                        .map(f -> new Manifest.Feature(f.name(), f.aggregate().text()))
                        .toList(),
                artifact.vocabularies(),
                shapes(trained.network().layers()),
                artifact.calibration().quantiles(),
                artifact.provenance(),
                artifact.units(),
                shapes(trained.spread().stream().toList()),
                trained.codes().map(CodeSamples::width).orElse(0),
                shapes(regressions),
                checksums);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, MANIFEST, JSON.writeValueAsBytes(manifest));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException("a buffer in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a model.
     *
     * @param source where the bytes are from, for errors
     * @throws ModelArtifactException when they are no model, damaged, or of another format
     */
    public static ModelArtifact read(String source, byte[] bytes) throws ModelArtifactException {
        Map<String, byte[]> entries = unzip(source, bytes);
        Manifest manifest = manifest(source, entries);
        byte[] weights = checked(source, entries, manifest, WEIGHTS);
        byte[] dl4j = checked(source, entries, manifest, DL4J);
        byte[] probe = optional(source, entries, manifest, PROBE);
        byte[] spread = optional(source, entries, manifest, SPREAD);
        byte[] codes = optional(source, entries, manifest, CODES);
        byte[] regressed = optional(source, entries, manifest, REGRESSIONS);
        try {
            TrainedNetwork trained = new TrainedNetwork(
                    new Network(manifest.layout(), layers(WEIGHTS, manifest.layers(), weights)),
                    dl4j,
                    manifest.provenance().loss());
            if (probe != null) {
                trained = trained.withProbe(new ProbeAnswers(manifest.layout(), floats(probe)));
            }
            if (spread != null) {
                for (DenseLayer layer : layers(SPREAD, manifest.spread(), spread)) {
                    trained = trained.withSpread(layer);
                }
            }
            if (codes != null) {
                trained = trained.withCodes(codes(manifest.codeWidth(), floats(codes)));
            }
            if (regressed != null) {
                trained = trained.withRegressions(layers(REGRESSIONS, manifest.regressions(), regressed).stream()
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
                throw damaged(
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

    private static List<Manifest.Layer> shapes(List<DenseLayer> layers) {
        return layers.stream()
                .map(l -> new Manifest.Layer(
                        l.inputs(), l.outputs(), l.activation().name()))
                .toList();
    }

    private static byte[] weights(List<DenseLayer> layers) {
        int count =
                layers.stream().mapToInt(l -> (l.inputs() + 1) * l.outputs()).sum();
        ByteBuffer buffer = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (DenseLayer layer : layers) {
            for (int i = 0; i < layer.inputs(); i++) {
                for (int o = 0; o < layer.outputs(); o++) {
                    buffer.putFloat(layer.weight(i, o));
                }
            }
            for (int o = 0; o < layer.outputs(); o++) {
                buffer.putFloat(layer.bias(o));
            }
        }
        return buffer.array();
    }

    private static List<DenseLayer> layers(String entry, List<Manifest.Layer> shapes, byte[] bytes) {
        FloatBuffer floats =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        int expected =
                shapes.stream().mapToInt(l -> (l.inputs() + 1) * l.outputs()).sum();
        if (floats.remaining() != expected) {
            throw new IllegalArgumentException(entry + " holds " + floats.remaining() + " numbers, not " + expected);
        }
        List<DenseLayer> layers = new ArrayList<>();
        for (Manifest.Layer shape : shapes) {
            float[][] weights = new float[shape.inputs()][shape.outputs()];
            for (float[] row : weights) {
                floats.get(row);
            }
            float[] bias = new float[shape.outputs()];
            floats.get(bias);
            layers.add(new DenseLayer(weights, bias, Activation.valueOf(shape.activation())));
        }
        return layers;
    }

    private static byte[] codes(CodeSamples codes) {
        float[] both = Arrays.copyOf(codes.centres(), 2 * codes.size() * codes.width());
        System.arraycopy(codes.deviations(), 0, both, both.length / 2, both.length / 2);
        return bytes(both);
    }

    private static CodeSamples codes(int width, float[] both) {
        return new CodeSamples(
                width,
                Arrays.copyOfRange(both, 0, both.length / 2),
                Arrays.copyOfRange(both, both.length / 2, both.length));
    }

    private static byte[] bytes(float[] floats) {
        ByteBuffer buffer = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(floats);
        return buffer.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    private static Map<String, byte[]> unzip(String source, byte[] bytes) throws ModelArtifactException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException | IllegalArgumentException e) {
            // The zip reader throws the latter for an entry's name that is no UTF-8.
            throw new ModelArtifactException(
                    "model " + source + " is damaged: it cannot be unzipped (" + e.getMessage()
                            + "); train it anew or restore the file",
                    e);
        }
        return entries;
    }

    private static Manifest manifest(String source, Map<String, byte[]> entries) throws ModelArtifactException {
        byte[] json = entries.get(MANIFEST);
        if (json == null) {
            throw new ModelArtifactException("model " + source + " is no Tidewatch model: it holds no " + MANIFEST);
        }
        try {
            JsonNode tree = JSON.readTree(json);
            int format = tree.path("format").asInt();
            if (format < OLDEST_FORMAT || format > FORMAT) {
                throw new ModelArtifactException("model " + source + " has format " + format + ", this version reads "
                        + OLDEST_FORMAT + " to " + FORMAT + "; train it anew, or run the version that wrote it");
            }
            if (format < FORMAT && tree instanceof ObjectNode old) {
                old.putArray("regressions");
                if (format == OLDEST_FORMAT) {
                    old.putArray("units");
                    old.putArray("spread");
                    old.put("codeWidth", 0);
                }
            }
            return JSON.treeToValue(tree, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new ModelArtifactException(
                    "model " + source + " is damaged: " + e.getOriginalMessage()
                            + "; train it anew or restore the file",
                    e);
        } catch (IOException e) {
            throw new ModelArtifactException("model " + source + " is damaged; train it anew or restore the file", e);
        }
    }

    private static byte @Nullable [] optional(
            String source, Map<String, byte[]> entries, Manifest manifest, String name) throws ModelArtifactException {
        return manifest.sha256().containsKey(name) || entries.containsKey(name)
                ? checked(source, entries, manifest, name)
                : null;
    }

    private static byte[] checked(String source, Map<String, byte[]> entries, Manifest manifest, String name)
            throws ModelArtifactException {
        byte[] bytes = entries.get(name);
        if (bytes == null) {
            throw damaged(source, name + " is missing");
        }
        if (!sha256(bytes).equals(manifest.sha256().get(name))) {
            throw damaged(source, name + " does not have the checksum of the manifest");
        }
        return bytes;
    }

    private static ModelArtifactException damaged(String source, String what) {
        return new ModelArtifactException(
                "model " + source + " is damaged: " + what + "; train it anew or restore the file");
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // A fixed time keeps the file's bytes a function of the model.
        entry.setTimeLocal(java.time.LocalDateTime.of(2000, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
