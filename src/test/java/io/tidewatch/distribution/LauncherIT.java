package io.tidewatch.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** bin/tidewatch with a Java that only prints how it was called. */
final class LauncherIT {
    private static final Path HOME = Path.of("target", "tidewatch").toAbsolutePath();
    private static final Path LAUNCHER = HOME.resolve("bin/tidewatch");
    private static final String CLASS_PATH = HOME + "/lib/tidewatch.jar:" + HOME + "/lib/dev/*";

    @TempDir
    Path scratch;

    @Test
    void passesArgumentsUntouched() throws Exception {
        List<String> call = call(java("17.0.9"), environment -> {}, "run", "a b", "*", "");

        assertThat(call).endsWith("-cp", CLASS_PATH, "io.tidewatch.cli.Tidewatch", "run", "a b", "*", "");
        assertThat(call).contains("-XX:MaxRAMPercentage=40", "jdk.incubator.vector", "OMP_NUM_THREADS=1");
    }

    @Test
    void kernelsThatItKeepsFromBeingInlinedExist() throws Exception {
        List<String> kept = call(java("17.0.9"), environment -> {}).stream()
                .filter(argument -> argument.startsWith("-XX:CompileCommand=dontinline,"))
                .map(argument -> argument.substring(argument.indexOf(',') + 1))
                .toList();

        assertThat(kept).hasSize(17).allSatisfy(kernel -> {
            String[] parts = kernel.split("::");
            // Not loaded: these tests run without the module that it needs.
            Path source = Path.of("src/main/java", parts[0].replace('.', '/') + ".java");
            assertThat(source).content().containsPattern("(int|float|void) " + parts[1] + "\\(");
        });
    }

    @Test
    void tellsNewerJavaThatNativesAreExpected() throws Exception {
        assertThat(call(java("25"), environment -> {})).contains("--enable-native-access=ALL-UNNAMED");
        assertThat(call(java("17.0.9"), environment -> {})).doesNotContain("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void takesHeapAndOptionsFromTheEnvironment() throws Exception {
        List<String> call = call(
                java("17.0.9"),
                environment -> environment.putAll(Map.of("TIDEWATCH_HEAP", "2g", "TIDEWATCH_OPTS", "-Da=1 -Db=2")));

        assertThat(call)
                .contains("-Xmx2g", "-Da=1", "-Db=2")
                .noneMatch(argument -> argument.startsWith("-XX:MaxRAMPercentage"));
    }

    @Test
    void takesClassesArchivedForThisJavaAlone() throws Exception {
        Path home = Files.createDirectories(scratch.resolve("installed"));
        Path launcher =
                Files.copy(LAUNCHER, Files.createDirectory(home.resolve("bin")).resolve("tidewatch"));
        Path lib = Files.createDirectory(home.resolve("lib"));
        Files.copy(HOME.resolve("lib/jvm.sh"), lib.resolve("jvm.sh"));
        Path archive = Files.createFile(lib.resolve("classes-17.jsa"));

        assertThat(call(launcher, java("17.0.9"), environment -> {}))
                .contains("-XX:SharedArchiveFile=" + archive)
                .as("without lib/dev")
                .contains(lib + "/tidewatch.jar");
        assertThat(call(launcher, java("25"), environment -> {}))
                .noneMatch(argument -> argument.startsWith("-XX:SharedArchiveFile"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void choosesKernelsOfBlasByWhatTheProcessorCan() throws Exception {
        String processor = Files.readString(Path.of("/proc/cpuinfo"));
        String kernels = processor.contains(" avx512vl ") ? "SkylakeX" : processor.contains(" avx2 ") ? "Haswell" : "";

        assertThat(call(java("17.0.9"), environment -> {})).contains("OPENBLAS_CORETYPE=" + kernels);
        assertThat(call(java("17.0.9"), environment -> environment.put("OPENBLAS_CORETYPE", "Zen")))
                .contains("OPENBLAS_CORETYPE=Zen");
    }

    @Test
    void findsItsHomeThroughSymbolicLinks() throws Exception {
        Path first = Files.createSymbolicLink(scratch.resolve("first"), LAUNCHER);
        Path second = Files.createSymbolicLink(scratch.resolve("second"), first.getFileName());

        assertThat(call(second, java("17.0.9"), environment -> {})).contains(CLASS_PATH);
    }

    @Test
    void refusesOldJava() throws Exception {
        assertThat(call(java("11.0.2"), environment -> {}))
                .singleElement()
                .asString()
                .contains("is Java 11; Tidewatch needs 17");
    }

    @Test
    void saysWhenJavaHomeIsWrong() throws Exception {
        assertThat(call(scratch.resolve("absent"), environment -> {}))
                .singleElement()
                .asString()
                .contains("no bin/java in it");
    }

    private Path java(String version) throws IOException {
        Path home = scratch.resolve("java-" + version);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(
                java,
                String.join(
                        "\n",
                        "#!/bin/sh",
                        "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version
                                + "\" 2026-01-01' >&2; exit; fi",
                        "echo \"OMP_NUM_THREADS=$OMP_NUM_THREADS\"",
                        "echo \"OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-}\"",
                        "for argument; do echo \"$argument\"; done",
                        ""));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private List<String> call(Path javaHome, Consumer<Map<String, String>> environment, String... arguments)
            throws Exception {
        return call(LAUNCHER, javaHome, environment, arguments);
    }

    private List<String> call(
            Path launcher, Path javaHome, Consumer<Map<String, String>> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(Arrays.asList(arguments));
        Path output = scratch.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("TIDEWATCH_")
                        || name.equals("OMP_NUM_THREADS")
                        || name.equals("OPENBLAS_CORETYPE"));
        builder.environment().put("JAVA_HOME", javaHome.toString());
        environment.accept(builder.environment());
        assertThat(builder.start().waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output).lines().toList();
    }
}
