package io.tidewatch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import io.tidewatch.text.Readable;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Health, metrics, the interface of the page and the page itself, over HTTP. */
final class HttpServer implements AutoCloseable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 2;
    private static final int LIST_UNLESS_ASKED = 50;

    private final Javalin server;
    private final EventFeed feed;

    /**
     * Starts serving.
     *
     * @param port 0 takes a free one
     * @param metrics the metrics as Prometheus reads them
     * @param overview what the page shows on top
     * @throws IllegalStateException when the port is taken, with the remedy
     */
    HttpServer(
            String host,
            int port,
            Health health,
            IncidentBoard incidents,
            Supplier<String> metrics,
            Supplier<ObjectNode> overview) {
        feed = new EventFeed(incidents, overview);
        server = Javalin.create(config -> {
            configure(config);
            RoutesConfig routes = config.routes;
            routes.before(Pages::harden);
            routes.get("/health/live", context -> checks(context, health.live()));
            routes.get("/health/ready", context -> checks(context, health.ready()));
            routes.get("/metrics", context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                    .result(metrics.get()));
            routes.get("/api/state", context -> json(context, overview.get()));
            routes.get("/api/incidents", context -> json(context, list(incidents, context)));
            routes.get("/api/incidents/{id}", context -> incident(context, incidents));
            routes.sse("/api/events", feed::follow);
        });
        try {
            server.start(host, port);
        } catch (JavalinBindException e) {
            close();
            throw new IllegalStateException(
                    "http cannot listen on " + host + ":" + port
                            + ": the port is taken or the address is not this machine's; set http.port or http.host",
                    e);
        }
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("tidewatch-http");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        Pages.serve(config.staticFiles);
    }

    /** Port that is served. */
    int port() {
        return server.port();
    }

    /** Pages that are open. */
    int followers() {
        return feed.followers();
    }

    private static void checks(Context context, List<Health.Check> checks) {
        boolean ok = checks.stream().allMatch(Health.Check::ok);
        context.status(ok ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
        ObjectNode answer = NODES.objectNode().put("status", ok ? "ok" : "failing");
        ArrayNode list = answer.putArray("checks");
        checks.forEach(check ->
                list.addObject().put("name", check.name()).put("ok", check.ok()).put("detail", check.detail()));
        json(context, answer);
    }

    private static ArrayNode list(IncidentBoard incidents, Context context) {
        // Null: not given, which is checked as well.
        int limit = context.queryParamAsClass("limit", Integer.class)
                .check(
                        asked -> asked == null || asked > 0 && asked <= IncidentBoard.LARGEST,
                        "1 to " + IncidentBoard.LARGEST)
                .getOrDefault(LIST_UNLESS_ASKED);
        ArrayNode list = NODES.arrayNode();
        incidents.latest(limit).forEach(newest -> list.add(IncidentJson.line(newest)));
        return list;
    }

    private static void incident(Context context, IncidentBoard incidents) {
        incidents
                .find(context.pathParam("id"))
                .ifPresentOrElse(
                        incident -> json(context, IncidentJson.whole(incident)),
                        () -> json(
                                context.status(HttpStatus.NOT_FOUND),
                                NODES.objectNode().put("error", "no such incident since this instance started")));
    }

    private static void json(Context context, JsonNode node) {
        context.contentType("application/json").result(Readable.text(node.toString()));
    }

    @Override
    public void close() {
        feed.close();
        server.stop();
    }
}
