package io.tidewatch.golden;

import io.tidewatch.alert.GoldenAlertTest;
import io.tidewatch.detector.GoldenStateTest;
import io.tidewatch.model.artifact.GoldenModelTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The files that an earlier build wrote; run as a program, it writes them anew with this build. */
public final class GoldenFiles {
    public static final String MODEL = "model.zip";
    public static final String STATE = "entity-state.bin";
    public static final String ALERT = "alert.avro";

    private static final Path SOURCES = Path.of("src/test/resources/golden");

    private GoldenFiles() {}

    /** The bytes of a file. */
    public static byte[] read(String name) throws IOException {
        try (InputStream in = GoldenFiles.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(in, "no golden file " + name).readAllBytes();
        }
    }

    /**
     * Writes files.
     *
     * @param names of the files; none: all
     */
    public static void main(String[] names) throws Exception {
        Map<String, Callable<byte[]>> writers = new LinkedHashMap<>();
        writers.put(MODEL, GoldenModelTest::written);
        writers.put(STATE, GoldenStateTest::written);
        writers.put(ALERT, GoldenAlertTest::written);
        for (String name : names.length == 0 ? writers.keySet() : List.of(names)) {
            Callable<byte[]> writer = writers.get(name);
            if (writer == null) {
                throw new IllegalArgumentException("no golden file " + name + ", only " + writers.keySet());
            }
            Files.write(Files.createDirectories(SOURCES).resolve(name), writer.call());
        }
    }
}
