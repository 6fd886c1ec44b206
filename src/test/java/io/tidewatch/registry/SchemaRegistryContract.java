package io.tidewatch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Tidewatch asks of any registry with Confluent's interface; run against each that it meets. */
public abstract class SchemaRegistryContract {

    private static final String LOAD = """
            {"type":"record","name":"Reading","namespace":"plant","doc":"One reading.","fields":[
              {"name":"sensor","type":"string"},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"load","type":["null","double"],"default":null}%s]}
            """;
    private static final Schema FIRST = schema(LOAD.formatted(""));
    private static final Schema WITH_DEFAULT =
            schema(LOAD.formatted(",{\"name\":\"unit\",\"type\":\"string\",\"default\":\"percent\"}"));
    private static final Schema WITHOUT_DEFAULT = schema(LOAD.formatted(",{\"name\":\"unit\",\"type\":\"string\"}"));

    private final String subject = "readings-" + UUID.randomUUID() + "-value";
    private ConfluentRegistry registry;

    /** Base address of a registry that runs. */
    protected abstract String url();

    @BeforeEach
    void connect() {
        registry = connection();
    }

    @AfterEach
    void disconnect() {
        registry.close();
    }

    @Test
    void findsARegisteredSchemaById() throws Exception {
        int id = registry.register(subject, FIRST);

        try (ConfluentRegistry other = connection()) {
            assertThat(other.byId(id)).isEqualTo(FIRST);
            assertThat(other.byId(id).getDoc()).isEqualTo("One reading.");
            assertThat(other.byId(id).getField("at").schema().getLogicalType().getName())
                    .isEqualTo("timestamp-millis");
        }
    }

    @Test
    void givesTheSameIdToTheSameSchema() throws Exception {
        int id = registry.register(subject, FIRST);

        try (ConfluentRegistry other = connection()) {
            assertThat(other.register(subject, FIRST)).isEqualTo(id);
        }
    }

    @Test
    void acceptsAFieldWithADefaultAndMakesItTheLatest() throws Exception {
        int first = registry.register(subject, FIRST);
        int second = registry.register(subject, WITH_DEFAULT);

        assertThat(second).isNotEqualTo(first);
        assertThat(registry.latest(subject)).isEqualTo(WITH_DEFAULT);
        assertThat(registry.byId(first)).isEqualTo(FIRST);
    }

    @Test
    void refusesAFieldWithoutADefaultAndKeepsTheLatest() throws Exception {
        registry.register(subject, FIRST);
        send("PUT", "/config/" + subject, "{\"compatibility\":\"BACKWARD\"}");

        assertThatThrownBy(() -> registry.register(subject, WITHOUT_DEFAULT))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining(subject);
        assertThat(registry.latest(subject)).isEqualTo(FIRST);
    }

    @Test
    void saysThatAnIdIsUnknown() {
        assertThatThrownBy(() -> registry.byId(987_654_321))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("987654321");
    }

    @Test
    void saysThatASubjectIsUnknown() {
        assertThatThrownBy(() -> registry.latest("nothing-here"))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("nothing-here");
    }

    @Test
    void resolvesReferencesToOtherSubjects() throws Exception {
        Schema place = schema(
                "{\"type\":\"record\",\"name\":\"Place\",\"namespace\":\"plant\",\"fields\":[{\"name\":\"hall\",\"type\":\"int\"}]}");
        String placeSubject = subject.replace("readings", "places");
        registry.register(placeSubject, place);
        String using = """
                {"schemaType":"AVRO",
                 "schema":"{\\"type\\":\\"record\\",\\"name\\":\\"Move\\",\\"namespace\\":\\"plant\\",\\"fields\\":[\
                {\\"name\\":\\"from\\",\\"type\\":\\"plant.Place\\"},{\\"name\\":\\"to\\",\\"type\\":\\"plant.Place\\"}]}",
                 "references":[{"name":"plant.Place","subject":"%s","version":1}]}
                """;
        String answer = send("POST", "/subjects/" + subject + "/versions", using.formatted(placeSubject));
        int id = Integer.parseInt(answer.replaceAll("\\D", ""));

        assertThat(registry.byId(id).getField("to").schema()).isEqualTo(place);
        assertThat(registry.latest(subject).getField("from").schema()).isEqualTo(place);
    }

    /** Sends a request that must succeed, and returns its answer. */
    protected final String send(String method, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private ConfluentRegistry connection() {
        return new ConfluentRegistry(List.of(url()), Map.of());
    }

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json);
    }
}
