package io.tidewatch.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.tidewatch.embedded.RegisteredSchema.Candidate;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The HTTP face of a {@link SchemaLedger}: the endpoints of Confluent's Schema Registry that clients or consoles use. */
final class RegistryRoutes {

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private final SchemaLedger ledger;
    private final ObjectMapper json;

    RegistryRoutes(SchemaLedger ledger, ObjectMapper json) {
        this.ledger = ledger;
        this.json = json;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/", answer(ctx -> Map.of()));
        routes.get("/subjects", answer(ctx -> ledger.subjects()));
        routes.post("/subjects/{subject}", answer(this::find));
        routes.get("/subjects/{subject}/versions", answer(ctx -> ledger.versions(ctx.pathParam("subject"))));
        routes.post("/subjects/{subject}/versions", answer(this::register));
        routes.get("/subjects/{subject}/versions/{version}", answer(ctx -> full(version(ctx))));
        routes.get(
                "/subjects/{subject}/versions/{version}/schema",
                answer(ctx -> tree(version(ctx).schema())));
        routes.get("/schemas/types", answer(ctx -> List.of("AVRO")));
        routes.get("/schemas/ids/{id}", answer(ctx -> schemaOnly(byId(ctx).get(0))));
        routes.get(
                "/schemas/ids/{id}/schema", answer(ctx -> tree(byId(ctx).get(0).schema())));
        routes.get(
                "/schemas/ids/{id}/subjects",
                answer(ctx -> byId(ctx).stream().map(RegisteredSchema::subject).toList()));
        routes.get("/schemas/ids/{id}/versions", answer(ctx -> byId(ctx).stream()
                .map(schema -> Map.of("subject", schema.subject(), "version", schema.version()))
                .toList()));
        routes.get("/config", answer(ctx -> Map.of("compatibilityLevel", ledger.rule())));
        routes.put("/config", answer(ctx -> changeRule(ctx, null)));
        routes.get("/config/{subject}", answer(this::rule));
        routes.put("/config/{subject}", answer(ctx -> changeRule(ctx, ctx.pathParam("subject"))));
        routes.get("/mode", answer(ctx -> Map.of("mode", "READWRITE")));
        routes.get("/mode/{subject}", answer(ctx -> Map.of("mode", "READWRITE")));
        routes.post("/compatibility/subjects/{subject}/versions", answer(ctx -> check(ctx, null)));
        routes.post(
                "/compatibility/subjects/{subject}/versions/{version}",
                answer(ctx -> check(ctx, ctx.pathParam("version"))));
        routes.exception(RegistryRefusal.class, (refusal, ctx) -> refuse(ctx, refusal));
        routes.error(404, ctx -> {
            if (!CONTENT_TYPE.equals(ctx.res().getContentType())) {
                refuse(ctx, new RegistryRefusal(404, "HTTP 404 Not Found"));
            }
        });
    }

    private Object find(Context ctx) {
        return full(ledger.find(ctx.pathParam("subject"), candidate(ctx)));
    }

    private Object register(Context ctx) {
        return Map.of("id", ledger.register(ctx.pathParam("subject"), candidate(ctx)));
    }

    private Object rule(Context ctx) {
        String subject = ctx.pathParam("subject");
        boolean orGlobal = Boolean.parseBoolean(ctx.queryParam("defaultToGlobal"));
        Compatibility rule = ledger.rule(subject)
                .or(() -> orGlobal ? Optional.of(ledger.rule()) : Optional.empty())
                .orElseThrow(() -> new RegistryRefusal(
                        40408, "Subject '" + subject + "' does not have subject-level compatibility configured"));
        return Map.of("compatibilityLevel", rule);
    }

    private Object changeRule(Context ctx, @Nullable String subject) {
        String name = body(ctx, JsonNode.class).path("compatibility").asText();
        Compatibility compatibility = Compatibility.named(name)
                .orElseThrow(() -> new RegistryRefusal(
                        42203,
                        "Invalid compatibility level '" + name + "'; one of " + List.of(Compatibility.values())));
        ledger.changeRule(subject, compatibility);
        return Map.of("compatibility", compatibility);
    }

    private Object check(Context ctx, @Nullable String version) {
        List<String> faults = ledger.faults(ctx.pathParam("subject"), version, candidate(ctx));
        return Boolean.parseBoolean(ctx.queryParam("verbose"))
                ? Map.of("is_compatible", faults.isEmpty(), "messages", faults)
                : Map.of("is_compatible", faults.isEmpty());
    }

    private RegisteredSchema version(Context ctx) {
        return ledger.version(ctx.pathParam("subject"), ctx.pathParam("version"));
    }

    private List<RegisteredSchema> byId(Context ctx) {
        String id = ctx.pathParam("id");
        try {
            return ledger.byId(Integer.parseInt(id));
        } catch (NumberFormatException e) {
            throw RegistryRefusal.noSchema(id);
        }
    }

    private Candidate candidate(Context ctx) {
        return body(ctx, Candidate.class);
    }

    private <T> T body(Context ctx, Class<T> type) {
        try {
            return json.readValue(ctx.bodyAsBytes(), type);
        } catch (IOException e) {
            throw new RegistryRefusal(400, "The request's body is not the JSON expected: " + e.getMessage());
        }
    }

    private JsonNode tree(String schema) {
        try {
            return json.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A registered schema is no JSON: " + schema, e);
        }
    }

    private static Map<String, Object> schemaOnly(RegisteredSchema schema) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("schema", schema.schema());
        if (!schema.references().isEmpty()) {
            answer.put("references", schema.references());
        }
        return answer;
    }

    private static Map<String, Object> full(RegisteredSchema schema) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("subject", schema.subject());
        answer.put("version", schema.version());
        answer.put("id", schema.id());
        answer.putAll(schemaOnly(schema));
        return answer;
    }

    private Handler answer(Function<Context, Object> handler) {
        return ctx -> write(ctx, handler.apply(ctx));
    }

    private void refuse(Context ctx, RegistryRefusal refusal) {
        ctx.status(refusal.status());
        write(ctx, Map.of("error_code", refusal.code(), "message", String.valueOf(refusal.getMessage())));
    }

    private void write(Context ctx, Object answer) {
        try {
            ctx.contentType(CONTENT_TYPE).result(json.writeValueAsBytes(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer of the embedded registry cannot be written as JSON.", e);
        }
    }
}
