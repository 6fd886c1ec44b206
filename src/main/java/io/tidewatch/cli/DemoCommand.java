package io.tidewatch.cli;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidewatch demo}: everything in one process, on simulated servers. */
@Command(
        name = "demo",
        description = {
            "Starts a real Kafka broker and a schema registry in this process, simulates a fleet of servers, learns what",
            "is normal, and alerts on what is not. Needs nothing else, leaves nothing behind."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand extends ConsoleCommand implements NeedsBroker {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    @Option(
            names = "--once",
            description = "Ends by itself with a table of what was caught; exit code 1 if nothing was.")
    boolean once;

    @Option(names = "--dev", description = "Only the broker and the registry, on their usual ports, until Ctrl-C.")
    boolean dev;

    @Option(names = "--directory", description = "With --dev: where topics and schemas are kept; without it, nowhere.")
    @Nullable
    Path directory;

    @Option(names = "--broker-port", description = "With --dev: port of the broker. Default: ${DEFAULT-VALUE}")
    int brokerPort = 9092;

    @Option(names = "--registry-port", description = "With --dev: port of the registry. Default: ${DEFAULT-VALUE}")
    int registryPort = 8081;

    @Option(names = "--port", description = "Port of the page; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    int port = 8080;

    @Option(names = "--seed", description = "Seed of the simulation. Default: ${DEFAULT-VALUE}")
    long seed = 1;

    @Option(names = "--verbose", description = "Prints the stack trace of a failure.")
    boolean verbose;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = out();
        return dev ? serve(out) : demonstrate(out);
    }

    private int serve(PrintWriter out) throws InterruptedException, IOException {
        EmbeddedBroker.Options brokerOptions = EmbeddedBroker.Options.defaults().withPort(brokerPort);
        EmbeddedRegistry.Options registryOptions =
                EmbeddedRegistry.Options.defaults().withPort(registryPort);
        if (directory != null) {
            Files.createDirectories(directory);
            brokerOptions = brokerOptions.withDirectory(directory.resolve("kafka"));
            registryOptions = registryOptions.withDirectory(directory.resolve("registry"));
        }
        CountDownLatch stopped = new CountDownLatch(1);
        try (EmbeddedBroker broker = EmbeddedBroker.start(brokerOptions);
                EmbeddedRegistry registry = EmbeddedRegistry.start(registryOptions)) {
            Thread hook = new Thread(
                    () -> {
                        broker.close();
                        registry.close();
                        stopped.countDown();
                    },
                    "tidewatch-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            out.println("broker   " + broker.bootstrapServers());
            out.println("registry " + registry.url());
            out.println("Ctrl-C stops both.");
            out.flush();
            stopped.await();
        }
        return 0;
    }

    private int demonstrate(PrintWriter out) throws Exception {
        Path work = Files.createTempDirectory("tidewatch-demo");
        AtomicBoolean stopping = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    stopping.set(true);
                    awaitEnd(ended);
                },
                "tidewatch-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            out.println("Kafka broker on " + broker.bootstrapServers() + ", schema registry on " + registry.url());
            out.flush();
            TidewatchConfig config = FleetTopic.config(broker, registry, work, once ? 0 : port);
            return new Demonstration(config, seed, once, out, stopping::get).run();
        } finally {
            Utils.delete(work.toFile());
            ended.countDown();
        }
    }

    /** Ctrl-C ends the process when its hooks have ended: this one waits until nothing is left behind. */
    private static void awaitEnd(CountDownLatch ended) {
        try {
            if (!ended.await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("tidewatch demo: did not end in time; temporary files may be left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
