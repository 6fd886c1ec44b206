package io.tidewatch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no well-behaved registry gives at will, from a server that says what it is told to. */
class ConfluentRegistryTest {

    private static final Schema SCHEMA = Schema.create(Schema.Type.LONG);
    private static final String UNKNOWN_ID = "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}";

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<String> header = new AtomicReference<>();
    private HttpServer server;
    private int status = 200;
    private String body = "{\"schema\":\"\\\"long\\\"\"}";
    private ConfluentRegistry registry;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            header.set(exchange.getRequestHeaders().getFirst("X-Tenant"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        registry = new ConfluentRegistry(List.of(url()), Map.of("request.header.X-Tenant", "north"));
    }

    @AfterEach
    void stop() {
        registry.close();
        server.stop(0);
    }

    @Test
    void asksOnceForAnId() throws Exception {
        assertThat(registry.byId(7)).isEqualTo(SCHEMA);
        status = 500;
        assertThat(registry.byId(7)).isEqualTo(SCHEMA);
        assertThat(requests).hasValue(1);
    }

    @Test
    void asksOnceForABurstOfAnUnknownIdThenAgain() throws Exception {
        String found = body;
        answer(404, UNKNOWN_ID);
        for (int i = 0; i < 100; i++) {
            assertUnknown(() -> registry.byId(7));
        }
        assertThat(requests.get()).isBetween(1, 5);

        answer(200, found);
        Awaitility.await().atMost(Duration.ofSeconds(5)).ignoreExceptions().untilAsserted(() -> assertThat(
                        registry.byId(7))
                .isEqualTo(SCHEMA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "PROTOBUF"})
    void refusesASchemaThatIsNotAvro(String type) {
        answer(200, "{\"schemaType\":\"" + type + "\",\"schema\":\"{}\"}");

        assertThatThrownBy(() -> registry.byId(7))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessage("The schema registry's schema id 7 is " + type + ", not Avro.");
    }

    @Test
    void refusesASchemaThatDoesNotParse() {
        answer(200, "{\"schema\":\"{\\\"type\\\":\\\"recrod\\\"}\"}");

        assertUnknown(() -> registry.byId(7));
    }

    @Test
    void readsASchemaWhoseDefaultDoesNotFitItsType() throws Exception {
        answer(
                200,
                "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":"
                        + "\\\"a\\\",\\\"type\\\":\\\"int\\\",\\\"default\\\":\\\"zero\\\"}]}\"}");

        assertThat(registry.byId(7).getField("a").schema().getType()).isEqualTo(Schema.Type.INT);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 429, 500, 502, 503, 504})
    void isUnavailableOnEveryOtherStatus(int other) {
        answer(other, "{\"error_code\":" + other + ",\"message\":\"no\"}");

        assertUnavailable(() -> registry.byId(7));
        assertUnavailable(() -> registry.latest("s"));
        assertUnavailable(() -> registry.register("s", SCHEMA));
    }

    @Test
    void takesA404OfSomethingElseForAWrongAddressNotForAnUnknownSchema() {
        answer(404, "<html>No such page</html>");

        assertUnavailable(() -> registry.byId(7));
        assertUnavailable(() -> registry.latest("s"));
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 422})
    void saysThatASchemaIsRefused(int refused) {
        answer(refused, "{\"error_code\":" + refused + ",\"message\":\"field b has no default\"}");

        assertThatThrownBy(() -> registry.register("s", SCHEMA))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("subject s")
                .hasMessageContaining("field b has no default");
    }

    @Test
    void isUnavailableWhenNobodyListens() {
        server.stop(0);

        assertThatThrownBy(() -> registry.byId(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(url());
    }

    @Test
    void isUnavailableWhenTheAnswerTakesTooLong() throws IOException {
        try (ServerSocket silent = new ServerSocket(0);
                var impatient = new ConfluentRegistry(
                        List.of("http://127.0.0.1:" + silent.getLocalPort()), Map.of("http.read.timeout.ms", "200"))) {
            assertUnavailable(() -> impatient.byId(7));
        }
    }

    @Test
    void goesToTheNextAddressWhenTheFirstDoesNotAnswer() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (var both = new ConfluentRegistry(List.of("http://127.0.0.1:" + closed, url()), Map.of())) {
            assertThat(both.byId(7)).isEqualTo(SCHEMA);
        }
    }

    @Test
    void sendsTheHeadersThatItsPropertiesName() throws Exception {
        registry.byId(7);

        assertThat(header).hasValue("north");
    }

    @Test
    void refusesSettingsThatTheClientRefuses() {
        assertThatThrownBy(() -> new ConfluentRegistry(
                        List.of(url()), Map.of("schema.registry.ssl.truststore.location", "nowhere.jks")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere.jks");
        assertThatThrownBy(() -> new ConfluentRegistry(List.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    private static void assertUnknown(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(UnknownSchemaException.class);
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(RegistryUnavailableException.class);
    }
}
