package io.tidewatch.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image without Docker: its files laid out under a directory, its command lines run as they stand. */
final class DockerLayoutIT {
    private static final Path BUILD = Path.of("target").toAbsolutePath();
    private static final String DEVELOPMENT = "/opt/tidewatch/lib/dev";
    private static final String NATIVES = "/opt/tidewatch/natives";
    private static final List<String> PREPARE = List.of("/opt/tidewatch/bin/tidewatch", "prepare");

    @TempDir
    static Path image;

    private static FinalStage stage;
    private static Result overview;

    @BeforeAll
    static void layOut() throws Exception {
        stage = FinalStage.parse(Files.readString(Path.of("docker", "Dockerfile")));
        link(BUILD.resolve("tidewatch"), inImage(stage.copies().get("/build/target/tidewatch")));
        // The build stage has moved it away.
        delete(inImage(DEVELOPMENT));
        Files.deleteIfExists(
                inImage("/opt/tidewatch/lib/classes-" + Runtime.version().feature() + ".jsa"));
        Files.createDirectory(inImage(NATIVES));
        Path mounted = inImage(stage.mounts().get("/build/target/dev"));
        link(BUILD.resolve("tidewatch/lib/dev"), mounted);
        Result prepared = run(List.of(inImage(PREPARE.get(0)).toString(), PREPARE.get(1)), stage.environment());
        assertThat(prepared.exitCode()).as(prepared.output()).isZero();
        delete(mounted);
        overview = tidewatch("--help");
    }

    @Test
    void entryPointRunsFromTheImagesLayout() {
        assertThat(overview.exitCode()).as(overview.output()).isZero();
        assertThat(stage.entrypoint()).hasSize(1);
    }

    @Test
    void defaultCommandNamesACommandAndAFileOfTheImage() throws Exception {
        List<String> command = stage.command();
        Result help = tidewatch(command.get(0), "--help");

        assertThat(help.exitCode()).as(help.output()).isZero();
        assertThat(help.output()).contains(command.get(1));
        assertThat(inImage(command.get(2))).exists();
    }

    @Test
    void nativesLieWhereTheLauncherLooksAndTheirLinksHold() throws Exception {
        assertThat(stage.preparations()).containsSubsequence("mkdir " + NATIVES, String.join(" ", PREPARE));
        try (Stream<Path> files = Files.walk(inImage(NATIVES))) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(file.toRealPath()).startsWith(image.toRealPath()))
                    .extracting(file -> file.getFileName().toString())
                    .contains("libnd4jcpu.so", "libopenblas.so.0", "libjnijavacpp.so");
        }
    }

    @Test
    void librariesOfTheBrokerStayOut() throws Exception {
        assertThat(inImage(DEVELOPMENT)).doesNotExist();
        try (Stream<Path> files = Files.list(inImage("/opt/tidewatch/lib"))) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .noneMatch(name -> name.startsWith("kafka_") || name.startsWith("scala-"));
        }
    }

    @Test
    void startFindsItsClassesArchived() throws Exception {
        Result version = run(
                List.of(inImage(stage.entrypoint().get(0)).toString(), "--version"),
                Map.of("TIDEWATCH_OPTS", "-Xlog:class+load"));

        assertThat(version.output()).contains("io.tidewatch.cli.Tidewatch source: shared objects file (top)");
    }

    @Test
    void startOfAFullInstallationFindsThemToo() throws Exception {
        link(BUILD.resolve("tidewatch/lib/dev"), inImage(DEVELOPMENT));
        try {
            startFindsItsClassesArchived();
        } finally {
            delete(inImage(DEVELOPMENT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "bench", "prepare"})
    void commandWithABrokerOfItsOwnSaysThatTheImageGoesWithout(String command) throws Exception {
        Result refused = tidewatch(command);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.output())
                .contains("tidewatch " + command + ": needs a Kafka broker of its own")
                .contains("use a full one, with lib/dev");
        assertThat(overview.output()).doesNotContain("\n  " + command + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "generate", "run", "reset", "replay", "alerts", "models", "backtest", "evaluate"})
    void otherCommandsAreThere(String command) throws Exception {
        Result help = tidewatch(command, "--help");

        assertThat(help.exitCode()).as(help.output()).isZero();
        assertThat(overview.output()).contains("\n  " + command + " ");
    }

    @Test
    void healthCheckTellsALiveServiceFromADeadOne() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health/live", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try {
            assertThat(run(stage.healthCheck(), port).exitCode()).isZero();

            server.removeContext("/health/live");
            assertThat(run(stage.healthCheck(), port).exitCode()).isNotZero();
        } finally {
            server.stop(0);
        }
        assertThat(run(stage.healthCheck(), port).exitCode()).isNotZero();
    }

    @Test
    void containerIsNotRootAndListensBeyondItself() {
        assertThat(stage.user()).isEqualTo("10001:10001");
        assertThat(stage.environment()).containsEntry("TIDEWATCH_HTTP_HOST", "0.0.0.0");
    }

    private static Result tidewatch(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(inImage(stage.entrypoint().get(0)).toString()));
        command.addAll(List.of(arguments));
        return run(command, Map.of());
    }

    private static Path inImage(String path) {
        return image.resolve(path.substring(1));
    }

    /** A directory of files alone. */
    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Hard links, not copies: 300 MB. Not symbolic ones: the launcher would follow them out of the image. */
    private static void link(Path from, Path to) throws IOException {
        boolean linkable = Files.getFileStore(from).equals(Files.getFileStore(image));
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                Path target = to.resolve(from.relativize(file));
                try {
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else if (linkable) {
                        Files.createLink(target, file);
                    } else {
                        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static Result run(List<String> command, int httpPort) throws IOException, InterruptedException {
        return run(command, Map.of("TIDEWATCH_HTTP_MANAGEMENT_PORT", Integer.toString(httpPort)));
    }

    private static Result run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(image, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " did not end within three minutes");
        }
        return new Result(process.exitValue(), Files.readString(output));
    }

    private record Result(int exitCode, String output) {}
}
