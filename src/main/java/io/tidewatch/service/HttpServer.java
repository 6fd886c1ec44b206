package io.tidewatch.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tidewatch.config.TidewatchConfig.Http;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * All that the process serves over HTTP: on one port the page with its interface, on another what machines ask for.
 *
 * <p>The latter has threads of its own: however many clients of the page read nothing, a probe gets its answer, so that
 * nobody can have a healthy process restarted. The page's port answers probes too, as it did before there were two.
 */
final class HttpServer implements AutoCloseable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int LIST_UNLESS_ASKED = 50;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final HttpPort.Limits OF_PAGE = new HttpPort.Limits(16, 256, IDLE);
    private static final HttpPort.Limits OF_MANAGEMENT = new HttpPort.Limits(4, 64, IDLE);

    private final EventFeed feed;
    private final HttpPort page;
    private final HttpPort management;

    /**
     * @param overview what the page shows on top
     * @throws IllegalStateException when a port is taken, with the remedy
     */
    HttpServer(Http http, Probes probes, IncidentBoard incidents, Supplier<ObjectNode> overview) {
        management = HttpPort.open(
                new HttpPort.Place(
                        "tidewatch-management",
                        http.host(),
                        http.managementPort(),
                        "http.management-port",
                        OF_MANAGEMENT),
                config -> {
                    config.routes.before(Pages::harden);
                    probes.addTo(config.routes);
                });
        feed = new EventFeed(incidents, overview);
        try {
            page = HttpPort.open(
                    new HttpPort.Place("tidewatch-http", http.host(), http.port(), "http.port", OF_PAGE), config -> {
                        page(config, incidents, overview);
                        probes.addTo(config.routes);
                    });
        } catch (IllegalStateException e) {
            feed.close();
            management.close();
            throw e;
        }
    }

    private void page(JavalinConfig config, IncidentBoard incidents, Supplier<ObjectNode> overview) {
        Pages.serve(config.staticFiles);
        RoutesConfig routes = config.routes;
        routes.before(Pages::harden);
        routes.get("/api/state", context -> JsonAnswer.send(context, overview.get()));
        routes.get("/api/incidents", context -> JsonAnswer.send(context, list(incidents, context)));
        routes.get("/api/incidents/{id}", context -> incident(context, incidents));
        routes.sse("/api/events", feed::follow);
    }

    int port() {
        return page.number();
    }

    /** Port of health and metrics alone. */
    int managementPort() {
        return management.number();
    }

    /** Pages that are open. */
    int followers() {
        return feed.followers();
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
                        incident -> JsonAnswer.send(context, IncidentJson.whole(incident)),
                        () -> JsonAnswer.send(
                                context.status(HttpStatus.NOT_FOUND),
                                NODES.objectNode().put("error", "no such incident since this instance started")));
    }

    @Override
    public void close() {
        feed.close();
        page.close();
        management.close();
    }
}
