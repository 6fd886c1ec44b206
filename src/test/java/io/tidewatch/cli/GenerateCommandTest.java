package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {
    @TempDir
    Path directory;

    /** Two features of different size that rise and fall together. */
    private void train(String kind) throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("timestamp,load,latency"));
        for (int i = 0; i < 700; i++) {
            double wave = Math.sin(i / 4.0);
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%.5f,%.5f",
                    1_700_000_000_000L + i * 60_000L,
                    1000 + 100 * (wave + 0.05 * random.nextGaussian()),
                    5 + 0.5 * (wave + 0.05 * random.nextGaussian())));
        }
        Path series = Files.write(directory.resolve("series.csv"), lines);
        Path config = Files.writeString(directory.resolve("c.yaml"), """
                detector: waves
                kafka: { bootstrap.servers: "none:0" }
                schema-registry: { url: "http://none" }
                input: { topics: [waves], features: [load, latency] }
                window: { step: event, steps: 16 }
                """);
        CommandRun run = CommandRun.of(
                "train",
                "--config",
                config.toString(),
                "--set",
                "model.kind=" + kind,
                "--set",
                "model.epochs=60",
                "--output",
                models().resolve("waves").resolve("model-1.zip").toString(),
                series.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private Path models() {
        return directory.resolve("models");
    }

    private static double[] column(List<String> rows, int column) {
        return rows.stream()
                .skip(1)
                .mapToDouble(row -> Double.parseDouble(row.split(",")[column]))
                .toArray();
    }

    private static double correlation(double[] x, double[] y) {
        double meanX = DoubleStream.of(x).average().orElseThrow();
        double meanY = DoubleStream.of(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"variational", "adversarial"})
    void windowsLookLikeTheDataInItsOwnUnits(String kind) throws IOException {
        train(kind);
        Path file = directory.resolve("out").resolve("normal.csv");
        CommandRun run = CommandRun.of(
                "generate", "--model", models().toString(), "--windows", "50", "--output", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> rows = Files.readAllLines(file);
        assertThat(rows).hasSize(1 + 50 * 16);
        assertThat(rows.get(0)).isEqualTo("window,step,load,latency");
        assertThat(rows.get(16)).startsWith("0,15,");
        double[] load = column(rows, 2);
        double[] latency = column(rows, 3);
        assertThat(DoubleStream.of(load).average().orElseThrow()).isBetween(980.0, 1020.0);
        assertThat(DoubleStream.of(load).filter(x -> x < 850 || x > 1150).count())
                .isLessThan(load.length / 50);
        assertThat(DoubleStream.of(load).filter(x -> x > 1050).count()).isGreaterThan(load.length / 5);
        assertThat(DoubleStream.of(load).filter(x -> x < 950).count()).isGreaterThan(load.length / 5);
        assertThat(DoubleStream.of(latency).average().orElseThrow()).isBetween(4.9, 5.1);
        assertThat(correlation(load, latency)).isGreaterThan(0.9);

        List<String> again = CommandRun.of("generate", "--model", models().toString(), "--windows", "50")
                .lines();
        assertThat(again).isEqualTo(rows);
        assertThat(CommandRun.of("generate", "--model", models().toString(), "--windows", "50", "--seed", "8")
                        .lines())
                .isNotEqualTo(rows);
    }

    @Test
    void aDamagedModelIsPassedOverAndSaidAndLeftWhereItIs() throws IOException {
        train("variational");
        List<String> rows = CommandRun.of("generate", "--model", models().toString(), "--windows", "3")
                .lines();
        Path damaged = models().resolve("model-29990101T000000000Z-0123456789ab.zip");
        Files.writeString(damaged, "half a mo");

        CommandRun run = CommandRun.of("generate", "--model", models().toString(), "--windows", "3");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).isEqualTo(rows);
        assertThat(run.err())
                .contains("model " + damaged + " is no Tidewatch model")
                .contains("next best");
        assertThat(damaged).hasContent("half a mo");
    }

    @Test
    void anAutoencoderIsAnsweredWithTheRemedy() throws IOException {
        train("autoencoder");
        CommandRun run = CommandRun.of("generate", "--model", models().toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("is of kind autoencoder").contains("--set model.kind=variational");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aModelDirectoryThatCannotBeMadeIsFoundBeforeTheTraining() throws IOException {
        Path config = Files.writeString(directory.resolve("c.yaml"), """
                detector: waves
                kafka: { bootstrap.servers: "none:0" }
                schema-registry: { url: "http://none" }
                input: { topics: [waves], features: [load] }
                """);
        // The series is not there either: it would be told first if it were looked for first.
        CommandRun run = CommandRun.of(
                "train", "--config", config.toString(), "--set", "model.directory=/proc/q", directory + "/absent.csv");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("cannot create directory /proc/q/waves: ")
                .contains("; give another model.directory");
    }

    @Test
    void noModelAndNoWindowsAreErrors() {
        assertThat(CommandRun.of("generate", "--model", models().toString()).err())
                .contains("no model in " + models() + "; train one first");
        CommandRun output = CommandRun.of("generate", "--model", models().toString(), "--output", "/proc/q/normal.csv");
        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(output.err()).contains("cannot create directory /proc/q: ").contains("; give another --output");
        assertThat(CommandRun.of("generate", "--model", models().toString(), "--output", directory.toString())
                        .err())
                .contains("--output is a directory: " + directory + "; name a file");
        CommandRun none = CommandRun.of("generate", "--model", models().toString(), "--windows", "0");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("--windows is 0");
    }
}
