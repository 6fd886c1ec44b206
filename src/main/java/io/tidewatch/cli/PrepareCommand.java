package io.tidewatch.cli;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.event.EventComposer;
import io.tidewatch.launch.ChildJvm;
import io.tidewatch.launch.ServiceStart;
import io.tidewatch.simulation.Fleet;
import io.tidewatch.simulation.FleetSpec;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code tidewatch prepare}: an archive of the classes that a start loads, beside the libraries, where the launcher
 * looks for it.
 *
 * @see <a href="https://openjdk.org/jeps/350">JEP 350: Dynamic CDS Archives</a>
 */
@Command(
        name = "prepare",
        description = {
            "Makes the starts of this installation faster: starts the service once, on a broker and registry of its own, and"
                    + " keeps its classes as the Java at hand has read them.",
            "The build does so for its own Java. Again after another Java, or when the installation has moved."
        },
        mixinStandardHelpOptions = true)
final class PrepareCommand extends ConsoleCommand implements NeedsBroker {
    private static final String HEAP = "2g";
    private static final int ENTITIES = 8;
    private static final Duration NORMAL = Duration.ofDays(1);
    private static final Duration WATCHED = Duration.ofHours(4);
    private static final long SEED = 1;

    @Option(names = "--verbose", description = "Prints the stack trace of a failure.")
    boolean verbose;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = out();
        Path jar = jar();
        // As bin/tidewatch names it.
        Path archive = jar.resolveSibling("classes-" + Runtime.version().feature() + ".jsa");
        // Beside the old one, which it takes the place of at once: others may be starting.
        Path written = archive.resolveSibling(archive.getFileName() + ".new");
        Path directory = Files.createTempDirectory("tidewatch-prepare");
        // Without the broker's libraries: an archive holds only where all of its class path is still there, and first.
        ChildJvm child = new ChildJvm(jar.toString(), Tidewatch.class.getName(), HEAP);
        try {
            startService(child.archiving(written), directory);
            if (!Files.exists(written)) {
                throw new IllegalStateException(
                        "this Java wrote no archive of classes; it needs one of its own to build on, which"
                                + " `java -Xshare:dump` makes, run once by who may write to the directory of this Java");
            }
            Files.move(written, archive, StandardCopyOption.ATOMIC_MOVE);
            out.println(archive + ": classes of a start, " + (Files.size(archive) >> 20) + " MB");
        } finally {
            Files.deleteIfExists(written);
            Utils.delete(directory.toFile());
        }
        return 0;
    }

    /** Starts the service once, with a model, until it has scored events that are newer than the model. */
    private static void startService(ChildJvm child, Path directory) throws Exception {
        Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(NORMAL).minus(WATCHED);
        long watchedFromMs = start.plus(NORMAL).toEpochMilli();
        Fleet fleet = new Fleet(new FleetSpec(ENTITIES, FleetTopic.STEP, start, NORMAL, WATCHED, SEED));
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            TidewatchConfig config = FleetTopic.config(broker, registry, directory, 0);
            try (FleetTopic topic = new FleetTopic(config, fleet)) {
                topic.send(start.toEpochMilli(), watchedFromMs);
                topic.learn();
                topic.send(watchedFromMs, watchedFromMs + WATCHED.toMillis());
            }
            String input = """
                    input: { topics: [%s], time: %s, features: [%s] }
                    window: { step: %dm }
                    """.formatted(
                            FleetTopic.NAME,
                            EventComposer.TIME_FIELD,
                            String.join(", ", Fleet.FEATURES),
                            FleetTopic.STEP.toMinutes());
            new ServiceStart(child, broker.bootstrapServers(), registry.url(), directory)
                    .untilScored("prepare", input, config.model(), (line, sinceStart) -> {});
        }
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
