package io.tidewatch.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import java.nio.file.Path;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry inside the process, on 127.0.0.1, that speaks Confluent's HTTP interface for Avro.
 *
 * <p>For {@code demo}, a developer's machine or tests: no authorisation, no deletion.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 2;

    /**
     * How an embedded registry runs.
     *
     * @param port to listen on; 0: any free one
     * @param directory in which schemas outlast the process; null: they do not
     */
    public record Options(int port, @Nullable Path directory) {

        /** On a free port, in memory. */
        public static Options defaults() {
            return new Options(0, null);
        }

        public Options withPort(int newPort) {
            return new Options(newPort, directory);
        }

        public Options withDirectory(Path newDirectory) {
            return new Options(port, newDirectory);
        }
    }

    private final Javalin server;
    private final @Nullable SchemaJournal journal;
    private volatile boolean available = true;

    private EmbeddedRegistry(Options options) {
        ObjectMapper json = new ObjectMapper();
        journal = options.directory() == null ? null : new SchemaJournal(options.directory(), json);
        RegistryRoutes routes = new RegistryRoutes(new SchemaLedger(json, journal), json);
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
            threads.setName("embedded-registry");
            // A caller that forgets to close must not keep the process alive.
            threads.setDaemon(true);
            config.jetty.threadPool = threads;
            config.routes.before(ctx -> requireAvailable());
            routes.addTo(config.routes);
        });
        try {
            server.start(HOST, options.port());
        } catch (JavalinBindException e) {
            close();
            throw new IllegalStateException(
                    "The embedded registry cannot listen on " + HOST + ":" + options.port()
                            + ": the port is taken; choose another one.",
                    e);
        }
    }

    /** Starts a registry on a free port that keeps its schemas in memory. */
    public static EmbeddedRegistry start() {
        return start(Options.defaults());
    }

    /**
     * @throws IllegalStateException when the port is taken
     * @throws java.io.UncheckedIOException when the directory cannot be read or written
     */
    public static EmbeddedRegistry start(Options options) {
        return new EmbeddedRegistry(options);
    }

    /** The base address for clients. */
    public String url() {
        return "http://" + HOST + ":" + port();
    }

    public int port() {
        return server.port();
    }

    /** Makes every request be answered with 503, or as usual again. */
    public void setAvailable(boolean available) {
        this.available = available;
    }

    @Override
    public void close() {
        server.stop();
        if (journal != null) {
            journal.close();
        }
    }

    private void requireAvailable() {
        if (!available) {
            throw new RegistryRefusal(503, "The embedded registry is switched off.");
        }
    }
}
