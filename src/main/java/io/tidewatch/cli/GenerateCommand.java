package io.tidewatch.cli;

import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.WindowGenerator;
import io.tidewatch.text.CsvText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code tidewatch generate}: samples synthetic normal windows from a model. */
@Command(
        name = "generate",
        description = {
            "Samples synthetic normal windows from a variational or adversarial model, in the features' units.",
            "Writes CSV: window, step (0 is the oldest), then a column per feature."
        },
        mixinStandardHelpOptions = true)
final class GenerateCommand extends ConsoleCommand {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            required = true,
            description = "Samples from the newest model of this directory.")
    @SuppressWarnings("NullAway.Init") // Required.
    Path model;

    @Option(
            names = "--windows",
            paramLabel = "N",
            description = "How many windows. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    int windows;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same seed and model give the same windows. Default: ${DEFAULT-VALUE}.",
            defaultValue = "7")
    long seed;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write; without it, standard output.")
    @Nullable
    Path output;

    @Option(names = "--verbose", description = "Prints the stack trace of a failure.")
    boolean verbose;

    @Override
    public Integer call() throws Exception {
        if (windows < 1) {
            throw new ParameterException(
                    command.commandLine(), "--windows is " + windows + ", must be 1 or more; ask for at least one");
        }
        requireWritable();
        ModelArtifact artifact = NewestModel.of(model, err());
        WindowGenerator generator = new WindowGenerator(artifact);
        if (output == null) {
            PrintWriter out = out();
            write(artifact, generator, out);
            out.flush();
        } else {
            write(artifact, generator, output);
        }
        return 0;
    }

    private void requireWritable() {
        if (output == null) {
            return;
        }
        if (Files.isDirectory(output)) {
            throw new IllegalArgumentException("--output is a directory: " + output + "; name a file");
        }
        Path parent = output.toAbsolutePath().getParent();
        if (parent != null) {
            WritableDirectory.require(parent, "--output");
        }
    }

    private void write(ModelArtifact artifact, WindowGenerator generator, Path file) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            write(artifact, generator, out);
            if (out.checkError()) {
                throw new IOException(file + " cannot be written; is the disk full?");
            }
        }
    }

    private void write(ModelArtifact artifact, WindowGenerator generator, PrintWriter out) {
        out.print("window,step,"
                + artifact.features().stream()
                        .map(feature -> quoted(CsvText.of(feature.name())))
                        .collect(Collectors.joining(","))
                + "\n");
        int features = generator.layout().features();
        Random random = new Random(seed);
        for (int w = 0; w < windows; w++) {
            double[] cells = generator.window(random);
            for (int step = 0; step < generator.layout().steps(); step++) {
                StringBuilder line = new StringBuilder().append(w).append(',').append(step);
                for (int f = 0; f < features; f++) {
                    line.append(String.format(
                            Locale.ROOT, ",%.7g", cells[generator.layout().cell(step, f)]));
                }
                out.print(line.append('\n'));
            }
        }
    }

    private static String quoted(String name) {
        return name.matches("[^\",\r\n]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
