package io.tidewatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.RegistryUnavailableException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryTest {

    private static final Schema ONE =
            SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
    private static final Schema TWO = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .optionalInt("b")
            .endRecord();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void answersWhatConsolesAsk() throws Exception {
        try (var server = EmbeddedRegistry.start()) {
            post(server, "/subjects/s/versions", ONE, 200);
            post(server, "/subjects/s/versions", TWO, 200);

            assertThat(get(server, "/subjects", 200)).hasToString("[\"s\"]");
            assertThat(get(server, "/subjects/s/versions", 200)).hasToString("[1,2]");
            assertThat(get(server, "/subjects/s/versions/2", 200).path("id").asInt())
                    .isEqualTo(2);
            assertThat(get(server, "/subjects/s/versions/latest", 200)
                            .path("version")
                            .asInt())
                    .isEqualTo(2);
            assertThat(get(server, "/subjects/s/versions/1/schema", 200)
                            .path("name")
                            .asText())
                    .isEqualTo("R");
            assertThat(get(server, "/schemas/ids/1/versions", 200)
                            .get(0)
                            .path("subject")
                            .asText())
                    .isEqualTo("s");
            assertThat(get(server, "/schemas/types", 200)).hasToString("[\"AVRO\"]");
            assertThat(get(server, "/mode", 200).path("mode").asText()).isEqualTo("READWRITE");
            assertThat(get(server, "/config", 200).path("compatibilityLevel").asText())
                    .isEqualTo("BACKWARD");
            assertThat(post(server, "/subjects/s", TWO, 200).path("version").asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void answersErrorsInConfluentsNumbers() throws Exception {
        try (var server = EmbeddedRegistry.start()) {
            post(server, "/subjects/s/versions", ONE, 200);

            assertThat(code(get(server, "/subjects/none/versions", 404))).isEqualTo(40401);
            assertThat(code(get(server, "/subjects/s/versions/9", 404))).isEqualTo(40402);
            assertThat(code(get(server, "/subjects/s/versions/x", 422))).isEqualTo(42202);
            assertThat(code(get(server, "/schemas/ids/99", 404))).isEqualTo(40403);
            assertThat(code(post(server, "/subjects/s", TWO, 404))).isEqualTo(40403);
            assertThat(code(get(server, "/config/s", 404))).isEqualTo(40408);
            assertThat(code(get(server, "/nothing", 404))).isEqualTo(404);
            assertThat(code(send(server, "PUT", "/config", "{\"compatibility\":\"SIDEWAYS\"}", 422)))
                    .isEqualTo(42203);
            assertThat(code(send(server, "POST", "/subjects/s/versions", "{\"schema\":\"{}\"}", 422)))
                    .isEqualTo(42201);
            assertThat(code(send(
                            server,
                            "POST",
                            "/subjects/s/versions",
                            "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}",
                            422)))
                    .isEqualTo(42201);
            assertThat(code(send(server, "POST", "/subjects/s/versions", "no json", 400)))
                    .isEqualTo(400);
        }
    }

    @Test
    void checksCompatibilityWithoutRegistering() throws Exception {
        Schema text = SchemaBuilder.record("R").fields().requiredString("a").endRecord();
        try (var server = EmbeddedRegistry.start()) {
            post(server, "/subjects/s/versions", ONE, 200);
            String check = "/compatibility/subjects/s/versions";

            assertThat(post(server, check + "/latest", TWO, 200)
                            .path("is_compatible")
                            .asBoolean())
                    .isTrue();
            JsonNode refused = post(server, check + "?verbose=true", text, 200);
            assertThat(refused.path("is_compatible").asBoolean()).isFalse();
            assertThat(refused.path("messages").get(0).asText())
                    .contains("TYPE_MISMATCH")
                    .contains("/fields/0");
            assertThat(get(server, "/subjects/s/versions", 200)).hasToString("[1]");
        }
    }

    @Test
    void oneSubjectsRuleLeavesTheOthersAlone() throws Exception {
        try (var server = EmbeddedRegistry.start();
                var registry = new ConfluentRegistry(List.of(server.url()), Map.of())) {
            send(server, "PUT", "/config/free", "{\"compatibility\":\"NONE\"}", 200);
            Schema other =
                    SchemaBuilder.record("R").fields().requiredString("z").endRecord();
            registry.register("free", ONE);
            registry.register("bound", ONE);

            assertThatCode(() -> registry.register("free", other)).doesNotThrowAnyException();
            assertThatThrownBy(() -> registry.register("bound", other)).isInstanceOf(IncompatibleSchemaException.class);
        }
    }

    @Test
    void sharesTheIdOfASchemaBetweenSubjects() throws Exception {
        try (var server = EmbeddedRegistry.start();
                var registry = new ConfluentRegistry(List.of(server.url()), Map.of())) {
            assertThat(registry.register("x", ONE)).isEqualTo(registry.register("y", ONE));
            assertThat(get(server, "/schemas/ids/1/subjects", 200)).hasToString("[\"x\",\"y\"]");
        }
    }

    @Test
    void isUnavailableWhileSwitchedOffThenAnswersAgain() throws Exception {
        try (var server = EmbeddedRegistry.start();
                var writer = new ConfluentRegistry(List.of(server.url()), Map.of());
                var registry = new ConfluentRegistry(List.of(server.url()), Map.of())) {
            int id = writer.register("s", ONE);

            server.setAvailable(false);
            assertThatThrownBy(() -> registry.byId(id)).isInstanceOf(RegistryUnavailableException.class);
            assertThatThrownBy(() -> registry.latest("s")).isInstanceOf(RegistryUnavailableException.class);
            assertThatThrownBy(() -> registry.register("s", TWO)).isInstanceOf(RegistryUnavailableException.class);

            server.setAvailable(true);
            assertThat(registry.byId(id)).isEqualTo(ONE);
            assertThat(registry.register("s", TWO)).isNotEqualTo(id);
        }
    }

    @Test
    void keepsIdsVersionsAndRulesInItsDirectoryOverARestart(@TempDir Path directory) throws Exception {
        var options = EmbeddedRegistry.Options.defaults().withDirectory(directory);
        try (var server = EmbeddedRegistry.start(options)) {
            post(server, "/subjects/s/versions", ONE, 200);
            post(server, "/subjects/s/versions", TWO, 200);
            send(server, "PUT", "/config/s", "{\"compatibility\":\"FULL_TRANSITIVE\"}", 200);
        }
        Path journal;
        try (var files = Files.list(directory)) {
            journal = files.findFirst().orElseThrow();
        }
        Files.writeString(journal, "{\"schema\":{\"subj", StandardOpenOption.APPEND);

        Schema three = SchemaBuilder.record("R")
                .fields()
                .requiredLong("a")
                .optionalInt("b")
                .optionalInt("c")
                .endRecord();
        for (int start = 0; start < 2; start++) {
            try (var server = EmbeddedRegistry.start(options)) {
                assertThat(get(server, "/config/s", 200)
                                .path("compatibilityLevel")
                                .asText())
                        .isEqualTo("FULL_TRANSITIVE");
                assertThat(post(server, "/subjects/s", TWO, 200).path("id").asInt())
                        .isEqualTo(2);
                assertThat(post(server, "/subjects/s/versions", three, 200)
                                .path("id")
                                .asInt())
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void saysWhichPortIsTaken() {
        try (var server = EmbeddedRegistry.start()) {
            var same = EmbeddedRegistry.Options.defaults().withPort(server.port());
            assertThatThrownBy(() -> EmbeddedRegistry.start(same))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Integer.toString(server.port()));
        }
    }

    @Test
    void leavesNoThreadBehindThatKeepsAProcessAlive() {
        EmbeddedRegistry.start().close();

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("embedded-registry") && !thread.isDaemon())
                .isEmpty();
    }

    private static int code(JsonNode answer) {
        return answer.path("error_code").asInt();
    }

    private static JsonNode get(EmbeddedRegistry server, String path, int status) throws Exception {
        return send(server, "GET", path, "", status);
    }

    private static JsonNode post(EmbeddedRegistry server, String path, Schema schema, int status) throws Exception {
        return send(server, "POST", path, JSON.writeValueAsString(Map.of("schema", schema.toString())), status);
    }

    private static JsonNode send(EmbeddedRegistry server, String method, String path, String body, int status)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }
}
