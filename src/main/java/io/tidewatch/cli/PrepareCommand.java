package io.tidewatch.cli;

import io.tidewatch.bench.Bench;
import io.tidewatch.bench.BenchPlan;
import io.tidewatch.bench.ChildJvm;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tidewatch prepare}: an archive of the classes that a start loads, beside the libraries, where the launcher looks for
 * it.
 */
@Command(
        name = "prepare",
        description = {
            "Makes the starts of this installation faster: starts the service once, on a broker and registry of its own, and"
                    + " keeps its classes as the Java at hand has read them.",
            "The build does so for its own Java. Again after another Java, or when the installation has moved."
        },
        mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer>, NeedsBroker {
    @Option(names = "--verbose", description = "Prints the stack trace of a failure.")
    boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    CommandSpec command;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = command.commandLine().getOut();
        BenchPlan plan = BenchPlan.start();
        Path jar = jar();
        // As bin/tidewatch names it.
        Path archive = jar.resolveSibling("classes-" + Runtime.version().feature() + ".jsa");
        // Beside the old one, which it takes the place of at once: others may be starting.
        Path written = archive.resolveSibling(archive.getFileName() + ".new");
        Path directory = Files.createTempDirectory("tidewatch-prepare");
        // Without the broker's libraries: an archive holds only where all of its class path is still there, and first.
        ChildJvm child = new ChildJvm(jar.toString(), Tidewatch.class.getName(), plan.heap());
        try (Bench bench = new Bench(plan, child, directory, progress -> {})) {
            bench.archiveClasses(written);
            Files.move(written, archive, StandardCopyOption.ATOMIC_MOVE);
            out.println(archive + ": classes of a start, " + (Files.size(archive) >> 20) + " MB");
        } finally {
            Files.deleteIfExists(written);
            DirectoryTree.delete(directory);
        }
        return 0;
    }

    /** The jar that {@code bin/tidewatch} starts, first on the class path. */
    private static Path jar() {
        String classPath = System.getProperty("java.class.path");
        Path jar = Path.of(classPath.split(File.pathSeparator, 2)[0]);
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("prepare works on an installation; start it with bin/tidewatch");
        }
        return jar;
    }
}
