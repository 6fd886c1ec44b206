package io.tidewatch.service;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A port served over HTTP by threads that serve nothing else. */
final class HttpPort implements AutoCloseable {
    private static final int MIN_THREADS = 2;

    private final Javalin server;

    /**
     * Where a port is, with what its clients may take of the process.
     *
     * @param name of its threads
     * @param port 0 takes a free one
     * @param key of the configuration that chooses the port, for messages
     */
    record Place(String name, String host, int port, String key, Limits limits) {}

    /**
     * What clients may take of the process.
     *
     * @param threads that serve, two of which accept and select
     * @param connections open at a time; more wait to be accepted, so that the process keeps file handles for Kafka
     * @param idle after which a connection is closed on which nothing moves, such as an answer that nobody reads
     */
    record Limits(int threads, int connections, Duration idle) {}

    private HttpPort(Javalin server) {
        this.server = server;
    }

    /**
     * @param contents adds what is served
     * @throws IllegalStateException when the port is taken, with the remedy
     */
    static HttpPort open(Place place, Consumer<JavalinConfig> contents) {
        HttpPort opened = new HttpPort(Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            QueuedThreadPool threads = new QueuedThreadPool(place.limits().threads(), MIN_THREADS);
            threads.setName(place.name());
            threads.setDaemon(true);
            config.jetty.threadPool = threads;
            config.jetty.addConnector((jetty, http) -> connector(place, jetty, http));
            contents.accept(config);
        }));
        try {
            opened.server.start();
        } catch (JavalinBindException e) {
            opened.close();
            throw new IllegalStateException(
                    "http cannot listen on " + place.host() + ":" + place.port()
                            + ": the port is taken or the address is not this machine's; set " + place.key()
                            + " or http.host",
                    e);
        }
        return opened;
    }

    private static Connector connector(Place place, Server jetty, HttpConfiguration http) {
        ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        connector.setHost(place.host());
        connector.setPort(place.port());
        connector.setIdleTimeout(place.limits().idle().toMillis());
        jetty.addBean(new NetworkConnectionLimit(place.limits().connections(), connector));
        return connector;
    }

    int number() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
