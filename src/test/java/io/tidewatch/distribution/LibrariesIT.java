package io.tidewatch.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies in the distribution's lib/ and lib/dev/. */
final class LibrariesIT {
    private static final Path LIB = Path.of("target", "tidewatch", "lib");
    private static final Path DEVELOPMENT = LIB.resolve("dev");

    @Test
    void holdsEveryLibraryThatTheManifestNames() throws IOException {
        assertThat(named()).isNotEmpty().allSatisfy(name -> assertThat(LIB.resolve(name))
                .isRegularFile());
    }

    @Test
    void developmentPartHoldsTheBrokerAndNothingTwice() throws IOException {
        assertThat(jars(DEVELOPMENT))
                .anyMatch(name -> name.startsWith("kafka_2.13-"))
                .doesNotContainAnyElementsOf(jars(LIB));
    }

    @Test
    void rocksDbBringsTheNativeLibraryOfOnePlatform() throws IOException {
        assertThat(entries("rocksdbjni-"))
                .contains("org/rocksdb/RocksDB.class")
                .filteredOn(entry -> entry.startsWith("librocksdbjni-"))
                .hasSize(1);
    }

    @Test
    void clientOfTheRegistryBringsNoOlderCopiesOfOurLibraries() throws IOException {
        assertThat(entries("flink-sql-avro-confluent-registry-"))
                .anyMatch(entry -> entry.endsWith("schemaregistry/client/CachedSchemaRegistryClient.class"))
                .noneMatch(entry -> entry.startsWith("org/yaml/")
                        || entry.startsWith("org/apache/commons/")
                        || entry.startsWith("com/github/luben/"));
    }

    private static List<String> named() throws IOException {
        try (JarFile jar = new JarFile(LIB.resolve("tidewatch.jar").toFile())) {
            String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return List.of(classPath.split(" ", -1));
        }
    }

    private static List<String> entries(String library) throws IOException {
        String name = named().stream()
                .filter(jar -> jar.startsWith(library))
                .findFirst()
                .orElseThrow();
        try (JarFile jar = new JarFile(LIB.resolve(name).toFile())) {
            return jar.stream().map(entry -> entry.getName()).toList();
        }
    }

    private static List<String> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }
}
