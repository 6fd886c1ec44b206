package io.tidewatch.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import io.tidewatch.model.Activation;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no training writes is refused with its reason, before memory is taken for it. */
class ModelArtifactLimitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InputLayout LAYOUT = new InputLayout(2, 1, 0);
    private static final ModelArtifact ARTIFACT = ModelArtifact.of(
            ModelSpec.DEFAULT,
            List.of(new FeatureSpec("flow", Aggregate.MEAN)),
            List.of(),
            new TrainedNetwork(
                            new Network(
                                    LAYOUT,
                                    List.of(new DenseLayer(new float[4][2], new float[] {3, 4}, Activation.IDENTITY))),
                            new byte[] {9, 8},
                            0.25)
                    .withProbe(new ProbeAnswers(LAYOUT, new float[ProbeAnswers.ROWS * 2])),
            Calibration.NONE,
            new Provenance(1, 2, 3, 4, 5, 0.25, 6, Map.of(), Map.of()));

    /** More than any of the files here has a right to, far less than what they announce or unpack to. */
    private static final long MOST_ALLOCATED = 64L << 20;

    private static Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(ModelArtifactFormat.write(ARTIFACT)))) {
            for (ZipEntry next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
                entries.put(next.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            put(out, entries);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream out, Map<String, byte[]> entries) throws IOException {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            out.putNextEntry(new ZipEntry(entry.getKey()));
            out.write(entry.getValue());
            out.closeEntry();
        }
    }

    private static byte[] withManifest(Consumer<ObjectNode> change) throws IOException {
        Map<String, byte[]> entries = entries();
        ObjectNode manifest = (ObjectNode) JSON.readTree(entries.get("manifest.json"));
        change.accept(manifest);
        entries.put("manifest.json", JSON.writeValueAsBytes(manifest));
        return zip(entries);
    }

    private static void assertRefused(byte[] file, String... reasons) {
        long[] allocated = new long[1];
        ThrowingCallable read = () -> {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                ModelArtifactFormat.read("models/m.zip", file);
            } finally {
                allocated[0] = threads.getCurrentThreadAllocatedBytes() - before;
            }
        };
        assertThatThrownBy(read)
                .isExactlyInstanceOf(ModelArtifactException.class)
                .hasMessageStartingWith("model models/m.zip is ")
                .hasMessageContainingAll(reasons)
                .hasMessageContaining("train it anew");
        assertThat(allocated[0]).isLessThan(MOST_ALLOCATED);
    }

    @Test
    void fileWithoutStoredAnswersIsRefused() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.remove("probe.bin");

        assertRefused(zip(entries), "probe.bin is missing");
    }

    /** A megabyte or two of blocks of zeros, 2 GB of them; the entry's header says that it has ten bytes. */
    private static byte[] bomb(String entry) throws IOException {
        byte[] zeros = new byte[16 << 20];
        byte[] packed = new byte[1 << 20];
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(zeros);
        int length = deflater.deflate(packed, 0, packed.length, Deflater.FULL_FLUSH);
        deflater.end();
        Map<String, byte[]> before = entries();
        before.keySet().removeIf(name -> !name.equals("manifest.json"));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ZipOutputStream out = new ZipOutputStream(file);
        put(out, before);
        out.flush();
        byte[] name = entry.getBytes(StandardCharsets.US_ASCII);
        int blocks = 128;
        file.write(ByteBuffer.allocate(30)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) 0)
                .putShort((short) ZipEntry.DEFLATED)
                .putInt(0)
                .putInt(0)
                .putInt(blocks * length)
                .putInt(10)
                .putShort((short) name.length)
                .putShort((short) 0)
                .array());
        file.write(name);
        for (int block = 0; block < blocks; block++) {
            file.write(packed, 0, length);
        }
        return file.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"network.bin", "network.zip", "probe.bin", "codes.bin"})
    void fileThatUnpacksToGigabytesIsRefused(String entry) throws IOException {
        byte[] bomb = bomb(entry);
        assertThat(bomb).hasSizeLessThan(3 << 20);

        assertRefused(bomb, entry + " unpacks to more than the ");
    }

    @Test
    void manifestThatUnpacksToMegabytesIsRefused() throws IOException {
        assertRefused(
                zip(Map.of("manifest.json", new byte[200 << 20])),
                "it unpacks to more than ",
                "the most for a file of its size");
    }

    @ParameterizedTest
    @CsvSource({"65535, 65536", "65536, 65536", "2147483647, 2147483647", "2147483646, 1", "-1, 2", "0, 2"})
    void layerOfImpossibleShapeIsRefused(int inputs, int outputs) throws IOException {
        byte[] file =
                withManifest(manifest -> ((ObjectNode) manifest.get("layers").get(0))
                        .put("inputs", inputs)
                        .put("outputs", outputs));

        assertRefused(file, inputs > 0 ? "network.bin shall hold" : "a layer is of " + inputs + " × 2");
    }

    @ParameterizedTest
    @CsvSource({
        "steps, 100000, it has 100000 steps",
        "steps, 2147483647, it has 2147483647 steps",
        "features, 65536, it has 65536 features",
        "side, 2147483647, it has 2147483647 side inputs",
    })
    void windowOfImpossibleShapeIsRefused(String part, int size, String reason) throws IOException {
        assertRefused(withManifest(manifest -> ((ObjectNode) manifest.get("layout")).put(part, size)), reason);
    }

    @Test
    void windowWhoseCellsOverflowIsRefused() throws IOException {
        byte[] file = withManifest(manifest ->
                ((ObjectNode) manifest.get("layout")).put("steps", 4_096).put("features", 10_000));

        assertRefused(file, "probe.bin shall hold 1187840000 numbers");
    }

    @Test
    void moreLayersThanAnyNetworkHasAreRefused() throws IOException {
        byte[] file = withManifest(manifest -> {
            ArrayNode layers = (ArrayNode) manifest.get("layers");
            for (int l = 0; l < 5_000; l++) {
                layers.addObject().put("inputs", 2).put("outputs", 2).put("activation", "TANH");
            }
        });

        assertRefused(file, "it has 5001 layers, the most is 64");
    }

    @Test
    void entryThatNoModelHasIsRefused() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put("preprocessor.bin\u001b[2J", new byte[10]);

        assertRefused(zip(entries), "it holds an entry that no model has, \"preprocessor.bin?[2J\"");
    }

    @Test
    void entryThatIsThereTwiceIsRefused() throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ZipOutputStream out = new ZipOutputStream(first);
        put(out, entries());
        out.flush();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        try (ZipOutputStream again = new ZipOutputStream(second)) {
            put(again, Map.of("network.bin", new byte[40]));
        }
        first.write(second.toByteArray());

        assertRefused(first.toByteArray(), "it holds network.bin more than once");
    }

    @Test
    void fileThatBeginsWithSomethingElseIsNoModel() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("network.bin", new byte[40]);
        entries.putAll(entries());

        assertThatThrownBy(() -> ModelArtifactFormat.read("m", zip(entries)))
                .hasMessage("model m is no Tidewatch model: its first entry is not manifest.json");
    }

    @Test
    void fileThatIsTooLargeIsNotEvenRead(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model-20260302T030000000Z-0123456789ab.zip");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }

        assertThatThrownBy(() -> new ModelDirectory(directory).read(file))
                .isExactlyInstanceOf(ModelArtifactException.class)
                .hasMessageContaining("it has 3221225472 bytes, the most is 268435456");
    }
}
