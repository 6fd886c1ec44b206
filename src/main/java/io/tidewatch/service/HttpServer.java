package io.tidewatch.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import io.javalin.http.staticfiles.Location;
import io.tidewatch.Alert;
import io.tidewatch.alert.json.AlertJson;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Health, metrics, the interface of the page and the page itself, over HTTP. */
final class HttpServer implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int LARGEST_LIST = 200;

    private final Javalin server;
    private final Queue<SseClient> followers = new ConcurrentLinkedQueue<>();

    /**
     * Starts serving.
     *
     * @param metrics the metrics as Prometheus reads them
     * @param overview what the page shows on top
     */
    HttpServer(
            String host,
            int port,
            Health health,
            IncidentBoard incidents,
            Supplier<String> metrics,
            Supplier<ObjectNode> overview) {
        server = Javalin.create(HttpServer::configure);
        server.before(HttpServer::harden);
        server.get("/health/live", context -> checks(context, health.live()));
        server.get("/health/ready", context -> checks(context, health.ready()));
        server.get("/metrics", context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(metrics.get()));
        server.get("/api/state", context -> json(context, overview.get()));
        server.get("/api/incidents", context -> json(context, list(incidents, context)));
        server.get("/api/incidents/{id}", context -> incident(context, incidents));
        server.sse("/api/events", client -> {
            client.keepAlive();
            client.onClose(() -> followers.remove(client));
            followers.add(client);
        });
        server.start(host, port);
    }

    private static void configure(JavalinConfig config) {
        config.showJavalinBanner = false;
        config.startupWatcherEnabled = false;
        config.staticFiles.enableWebjars();
        config.staticFiles.add(files -> {
            files.hostedPath = "/";
            files.directory = "/web";
            files.location = Location.CLASSPATH;
        });
    }

    private static void harden(Context context) {
        context.header(
                        "Content-Security-Policy",
                        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer");
    }

    /** Port that is served. */
    int port() {
        return server.port();
    }

    /** Tells everyone who follows that an alert was told. */
    void tell(Alert alert) {
        ObjectNode told = AlertJson.node(alert);
        told.remove("window");
        String text = text(told);
        followers.forEach(client -> client.sendEvent("alert", text));
    }

    private static void checks(Context context, List<Health.Check> checks) {
        boolean ok = checks.stream().allMatch(Health.Check::ok);
        context.status(ok ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
        ObjectNode answer = JSON.createObjectNode().put("status", ok ? "ok" : "failing");
        ArrayNode list = answer.putArray("checks");
        checks.forEach(check ->
                list.addObject().put("name", check.name()).put("ok", check.ok()).put("detail", check.detail()));
        json(context, answer);
    }

    private static ArrayNode list(IncidentBoard incidents, Context context) {
        int limit = context.queryParamAsClass("limit", Integer.class)
                .check(asked -> asked > 0 && asked <= LARGEST_LIST, "1 to " + LARGEST_LIST)
                .getOrDefault(50);
        ArrayNode list = JSON.createArrayNode();
        for (Alert alert : incidents.latest(limit)) {
            ObjectNode node = AlertJson.node(alert);
            node.remove("window");
            list.add(node);
        }
        return list;
    }

    private static void incident(Context context, IncidentBoard incidents) {
        String id = context.pathParam("id");
        incidents
                .drawn(id)
                .ifPresentOrElse(
                        drawn -> {
                            ObjectNode node = AlertJson.node(drawn);
                            incidents
                                    .find(id)
                                    .ifPresent(newest -> node.put(
                                            "status", newest.getStatus().name()));
                            json(context, node);
                        },
                        () -> json(
                                context.status(HttpStatus.NOT_FOUND),
                                JSON.createObjectNode().put("error", "no such incident since this instance started")));
    }

    private static void json(Context context, JsonNode node) {
        context.contentType("application/json").result(text(node));
    }

    private static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain nodes can always be written", e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
