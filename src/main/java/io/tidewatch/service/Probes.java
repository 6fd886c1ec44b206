package io.tidewatch.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.function.Supplier;

/**
 * What machines ask of the process over HTTP.
 *
 * @param metrics as Prometheus reads them
 */
record Probes(Health health, Supplier<String> metrics) {

    void addTo(RoutesConfig routes) {
        routes.get("/health/live", context -> checks(context, health.live()));
        routes.get("/health/ready", context -> checks(context, health.ready()));
        routes.get("/metrics", context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(metrics.get()));
    }

    private static void checks(Context context, List<Health.Check> checks) {
        boolean ok = checks.stream().allMatch(Health.Check::ok);
        context.status(ok ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("status", ok ? "ok" : "failing");
        ArrayNode list = answer.putArray("checks");
        checks.forEach(check ->
                list.addObject().put("name", check.name()).put("ok", check.ok()).put("detail", check.detail()));
        JsonAnswer.send(context, answer);
    }
}
