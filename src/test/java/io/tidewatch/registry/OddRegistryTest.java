package io.tidewatch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot change is a word on the id; what can is waited for; and every question ends. */
@Timeout(60)
class OddRegistryTest {
    private static final int ID = 7;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Map<String, String> IMPATIENT =
            Map.of("http.connect.timeout.ms", "500", "http.read.timeout.ms", "1500");

    private OddRegistry server;
    private ConfluentRegistry registry;

    @BeforeEach
    void start() throws IOException {
        server = new OddRegistry(OddRegistry.body(404, OddRegistry.UNKNOWN));
        registry = new ConfluentRegistry(List.of(server.url()), Map.of(), SHORT);
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"int\",\"int\"]",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"
                        + "{\"name\":\"a\",\"type\":\"long\"}]}",
                "{\"type\":\"record\",\"name\":\"R\"}",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":-5}",
                "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"A\"]}",
                "{\"type\":\"array\"}",
                "[[\"int\"]]",
                "null",
                "{}",
                "5",
                ""
            })
    void schemaThatAvroRefusesIsUnknownWhateverAvroThrows(String avro) {
        server.answer(ID, OddRegistry.schema(avro));

        assertThatThrownBy(() -> registry.byId(ID))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("schema id 7 is no valid Avro schema");
    }

    @Test
    void schemaNestedTooDeepForAvroIsUnknown() {
        StringBuilder deep = new StringBuilder("\"int\"");
        for (int i = 0; i < 20_000; i++) {
            deep.insert(0, "{\"type\":\"array\",\"items\":").append('}');
        }
        server.answer(ID, OddRegistry.schema(deep.toString()));

        assertThatThrownBy(() -> registry.byId(ID)).isInstanceOf(UnknownSchemaException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"schema\":null}", "{}", "{\"schemaType\":\"AVRO\"}"})
    void answerWithoutASchemaIsUnknown(String body) {
        server.answer(ID, OddRegistry.body(200, body));

        assertThatThrownBy(() -> registry.byId(ID))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("without its text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"name\":\"A\"}]",
                "[null]",
                "[{\"name\":\"A\",\"subject\":\"none\",\"version\":1}]",
                "[{\"name\":\"A\",\"subject\":\"broken\",\"version\":1}]",
                "[{\"name\":\"A\",\"subject\":\"chain\",\"version\":1}]"
            })
    void badReferenceMakesTheSchemaUnknown(String references) {
        server.answer(ID, OddRegistry.body(200, "{\"schema\":\"\\\"int\\\"\",\"references\":" + references + "}"));
        server.answer(
                "/subjects/broken/versions/1", OddRegistry.body(200, "{\"schema\":\"[\\\"int\\\",\\\"int\\\"]\"}"));
        for (int i = 1; i < 200; i++) {
            server.answer(
                    "/subjects/chain/versions/" + i,
                    OddRegistry.body(
                            200,
                            "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"A\",\"subject\":\"chain\","
                                    + "\"version\":" + (i + 1) + "}]}"));
        }

        assertThatThrownBy(() -> registry.byId(ID)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void answerOfManyMegabytesIsUnknownAtOnceWhenTheRegistryKnowsItsTrade() {
        server.answer(ID, OddRegistry.schema("\"" + "x".repeat(30_000_000) + "\""));

        assertThatThrownBy(() -> registry.byId(ID))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("more than 2097152 bytes");
        assertThat(server.asked(ID)).isEqualTo(1);
    }

    @Test
    void answerOfManyMegabytesFromSomethingElseIsAWrongAddress() throws IOException {
        try (OddRegistry page = new OddRegistry(OddRegistry.body(200, "<p>".repeat(1_000_000)));
                ConfluentRegistry wrong = new ConfluentRegistry(List.of(page.url()), Map.of(), Duration.ZERO)) {
            assertThatThrownBy(() -> wrong.byId(ID)).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"400 no", "400 {\"error_code\":400}", "404 <p>", "500 {\"error_code\":50001}", "200 <p>", "204 "
            })
    void unusableAnswersForOneIdAreWaitedForThenUnknown(String answer) {
        int status = Integer.parseInt(answer.substring(0, 3));
        server.answer(
                ID,
                status == 204
                        ? exchange -> exchange.sendResponseHeaders(204, -1)
                        : OddRegistry.body(status, answer.substring(4)));

        assertThatThrownBy(() -> registry.byId(ID)).isInstanceOf(RegistryUnavailableException.class);
        Awaitility.await().until(() -> {
            try {
                registry.byId(ID);
                return false;
            } catch (RegistryUnavailableException e) {
                return false;
            } catch (UnknownSchemaException e) {
                return e.getMessage().contains("no usable answer for schema id 7, but has for others");
            }
        });
    }

    @Test
    void usableAnswerBetweenUnusableOnesBeginsTheWaitAnew() throws Exception {
        server.answer(ID, OddRegistry.body(500, "{\"error_code\":50001}"));
        assertThatThrownBy(() -> registry.byId(ID)).isInstanceOf(RegistryUnavailableException.class);

        server.answer(ID, OddRegistry.schema("\"long\""));

        assertThat(registry.byId(ID)).isEqualTo(Schema.create(Schema.Type.LONG));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407, 408, 429, 502, 503, 504})
    void statusThatSaysNothingOfTheIdIsWaitedForWithoutEnd(int status) throws Exception {
        server.answer(ID, OddRegistry.body(status, "{\"error_code\":" + status + ",\"message\":\"no\"}"));
        try (ConfluentRegistry strict = new ConfluentRegistry(List.of(server.url()), Map.of(), Duration.ZERO)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> strict.byId(ID)).isInstanceOf(RegistryUnavailableException.class);
            }
        }
    }

    @Test
    void redirectIsNamedAndNotFollowed() throws IOException {
        try (OddRegistry other = new OddRegistry(OddRegistry.schema("\"long\""));
                OddRegistry moved = new OddRegistry(exchange -> {
                    exchange.getResponseHeaders()
                            .add("Location", other.url().replace("//", "//joe:s3cret@") + exchange.getRequestURI());
                    exchange.sendResponseHeaders(302, -1);
                });
                ConfluentRegistry client = new ConfluentRegistry(List.of(moved.url()), Map.of(), Duration.ZERO)) {
            assertThatThrownBy(() -> client.byId(ID))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("redirects to http://***@127.0.0.1")
                    .hasMessageContaining("not followed");
            assertThatThrownBy(() -> client.register("s", Schema.create(Schema.Type.LONG)))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("not followed");
            assertThat(other.asked()).isZero();
        }
    }

    @Test
    void drippingAnswerEndsAtTheDeadline() {
        ConfluentRegistry impatient = new ConfluentRegistry(List.of(server.url()), IMPATIENT, SHORT);
        server.answer(ID, server.dripping(100));
        server.answer("/subjects/s/versions", server.dripping(100));
        server.answer("/subjects/s/versions/latest", server.dripping(100));

        assertThatThrownBy(() -> impatient.byId(ID))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("no whole answer within 2000 ms");
        assertThatThrownBy(() -> impatient.register("s", Schema.create(Schema.Type.LONG)))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> impatient.latest("s")).isInstanceOf(RegistryUnavailableException.class);
        server.answer(ID, OddRegistry.schema("\"long\""));
        Awaitility.await().ignoreExceptions().until(() -> impatient.byId(ID) != null);
        impatient.close();
    }

    @Test
    void drippingHeadersEndAtTheDeadlineAndTheConnectionIsClosed() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        try (ServerSocket dripping = new ServerSocket(0);
                ConfluentRegistry client = new ConfluentRegistry(
                        List.of("http://127.0.0.1:" + dripping.getLocalPort()), IMPATIENT, SHORT)) {
            Thread drip = new Thread(() -> {
                try (Socket peer = dripping.accept()) {
                    peer.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                    while (!hungUp.await(50, TimeUnit.MILLISECONDS)) {
                        peer.getOutputStream().write('x');
                    }
                } catch (IOException e) {
                    hungUp.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            drip.setDaemon(true);
            drip.start();

            assertThatThrownBy(() -> client.byId(ID))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("no whole answer");
            assertThat(hungUp.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void referencesShareOneDeadline() {
        for (int i = 1; i < 50; i++) {
            String next =
                    "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"A\",\"subject\":\"slow\",\"version\":"
                            + (i + 1) + "}]}";
            server.answer("/subjects/slow/versions/" + i, server.slowly(next, 4));
        }
        server.answer(
                ID,
                OddRegistry.body(
                        200,
                        "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"A\",\"subject\":\"slow\",\"version\":1}]}"));

        try (ConfluentRegistry impatient = new ConfluentRegistry(List.of(server.url()), IMPATIENT, SHORT)) {
            assertThatThrownBy(() -> impatient.byId(ID)).isInstanceOf(RegistryUnavailableException.class);
        }
        assertThat(server.asked()).isLessThan(20);
    }

    /** Which address comes first is the client's dice. */
    @RepeatedTest(5)
    void addressThatDripsIsNotTriedFirstTheNextTime() throws Exception {
        server.answer(ID, server.dripping(100));
        try (OddRegistry good = new OddRegistry(OddRegistry.schema("\"long\""));
                ConfluentRegistry both = new ConfluentRegistry(List.of(server.url(), good.url()), IMPATIENT, SHORT)) {
            Awaitility.await().ignoreExceptions().until(() -> both.byId(ID) != null);
            assertThat(server.asked(ID)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void passwordOfTheAddressAndTheAnswersControlCharactersStayOutOfMessages() throws Exception {
        server.answer(
                ID, OddRegistry.body(503, "{\"error_code\":50301,\"message\":\"\\u001b[2Jgone\\nhttp://a:b@c\"}"));
        String address = server.url().replace("//", "//joe:s3cret@");
        try (ConfluentRegistry client = new ConfluentRegistry(List.of(address), Map.of(), SHORT)) {
            assertThatThrownBy(() -> client.byId(ID))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasNoCause()
                    .hasMessageContaining("http://***@127.0.0.1")
                    .hasMessageContaining("gone http://***@c")
                    .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("s3cret", "\u001b", "\n"));
        }
    }

    @Test
    void negativeIdIsUnknownUnasked() {
        assertThatThrownBy(() -> registry.byId(-1)).isInstanceOf(UnknownSchemaException.class);
        assertThat(server.asked()).isZero();
    }

    @Test
    void credentialsAndHeadersGoWithEveryRequest() throws Exception {
        List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (OddRegistry asking = new OddRegistry(exchange -> {
                    seen.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                            + exchange.getRequestHeaders().getFirst("X-Tenant"));
                    OddRegistry.body(200, "{\"id\":3,\"schema\":\"\\\"long\\\"\"}")
                            .answer(exchange);
                });
                ConfluentRegistry basic = new ConfluentRegistry(
                        List.of(asking.url()),
                        Map.of(
                                "basic.auth.credentials.source",
                                "USER_INFO",
                                "basic.auth.user.info",
                                "joe:secret",
                                "request.header.X-Tenant",
                                "north"));
                ConfluentRegistry ofAddress = new ConfluentRegistry(
                        List.of(asking.url().replace("//", "//joe:secret@")),
                        Map.of("basic.auth.credentials.source", "URL"));
                ConfluentRegistry bearer = new ConfluentRegistry(
                        List.of(asking.url()),
                        Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken"))) {
            basic.byId(1);
            basic.register("s", Schema.create(Schema.Type.LONG));
            ofAddress.byId(1);
            bearer.byId(1);
        }
        assertThat(seen)
                .containsExactly(
                        "Basic am9lOnNlY3JldA== north",
                        "Basic am9lOnNlY3JldA== north",
                        "Basic am9lOnNlY3JldA== null",
                        "Bearer t0ken null");
    }
}
