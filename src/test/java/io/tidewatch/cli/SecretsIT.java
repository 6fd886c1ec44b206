package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.registry.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Secrets planted wherever a configuration may hold one, while what they are for fails: no process tells any of them. */
class SecretsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TOPIC = "planted";
    private static final String KEYS_PASSWORD = "KeyStore-hunter2";

    /** Part of every secret that is planted. */
    private static final String SECRET = "hunter2";

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static HttpServer refusing;
    private static HttpsServer distrusted;
    private static final Set<String> logins = ConcurrentHashMap.newKeySet();

    /** How the registry fails. */
    private enum Registry {
        AWAY,
        REFUSES_THE_LOGIN,
        HAS_A_CERTIFICATE_OF_NOBODY;

        /** The schema-registry block. */
        private String block() {
            return switch (this) {
                case AWAY -> """
                      url: "http://user:Url-hunter2@127.0.0.1:%d"
                      request.header.X-Token: Header-hunter2
                      schema.registry.ssl.key.password: Key-hunter2
                    """.formatted(nobodysPort());
                case REFUSES_THE_LOGIN -> """
                      url: "http://user:Url-hunter2%%21@127.0.0.1:%d"
                      request.header.X-Token: Header-hunter2
                    """.formatted(refusing.getAddress().getPort());
                case HAS_A_CERTIFICATE_OF_NOBODY ->
                    """
                      url: "https://127.0.0.1:%d"
                      bearer.auth.credentials.source: STATIC_TOKEN
                      bearer.auth.token: Bearer-hunter2
                      request.header.Authorization: Basic-hunter2
                    """.formatted(distrusted.getAddress().getPort());
            };
        }
    }

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
        broker.createTopic(TOPIC, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, new byte[] {'k'}, WireFormat.wrap(7, new byte[] {1})))
                    .get();
        }
        refusing = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        refusing.createContext("/", exchange -> {
            logins.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] answer = "{\"error_code\":401,\"message\":\"Unauthorized\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        refusing.start();
        distrusted = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        distrusted.setHttpsConfigurator(new HttpsConfigurator(certificateOfNobody()));
        distrusted.start();
    }

    @AfterAll
    static void stop() {
        refusing.stop(0);
        distrusted.stop(0);
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void runTellsNoneInItsLogOrOverHttp(Registry registry) throws Exception {
        for (String format : List.of("text", "json")) {
            int port = nobodysPort();
            Path log = directory.resolve("run-" + registry + "-" + format + ".log");
            Process run = tidewatch(
                    log,
                    format,
                    "run",
                    "--verbose",
                    "--set",
                    "http.port=" + port,
                    "--set",
                    "http.management-port=0",
                    "--config",
                    config(registry, "").toString());
            try {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(read(log)).contains("schema registry does not answer"));
                StringBuilder told = new StringBuilder();
                for (String path :
                        List.of("", "health/live", "health/ready", "metrics", "api/state", "api/incidents")) {
                    told.append(get("http://127.0.0.1:" + port + "/" + path));
                }
                assertThat(told).contains("the schema registry does not answer").doesNotContain(SECRET);
            } finally {
                run.destroy();
                assertThat(run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            assertThat(read(log)).doesNotContain(SECRET);
        }
        if (registry == Registry.REFUSES_THE_LOGIN) {
            assertThat(logins)
                    .containsExactly("Basic "
                            + Base64.getEncoder().encodeToString("user:Url-hunter2!".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandsThatNeedTheRegistryTellNone(Registry registry) throws Exception {
        Path series = Files.writeString(directory.resolve("s.csv"), "timestamp,cpu\n2026-01-05T00:00:00Z,1\n");
        String config = config(registry, "").toString();

        assertFails(registry, "alerts", "--config", config, "--until-end", "--topic", TOPIC);
        assertFails(registry, "replay", "--config", config, series.toString());
    }

    @Test
    void trainingTellsNone() throws Exception {
        assertFails(
                Registry.AWAY, "train", "--config", config(Registry.AWAY, "").toString());
    }

    @Test
    void loginThatTheBrokerDoesNotAskForIsNotTold() throws Exception {
        Path series = Files.writeString(directory.resolve("t.csv"), "timestamp,cpu\n2026-01-05T00:00:00Z,1\n");
        String config =
                config(Registry.AWAY, "  security.protocol: SASL_PLAINTEXT\n").toString();

        assertFails(Registry.AWAY, "replay", "--config", config, series.toString());
    }

    private static void assertFails(Registry registry, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--verbose");
        Path log = directory.resolve(arguments[0] + "-" + registry + ".log");
        Process command = tidewatch(log, "text", all.toArray(String[]::new));
        assertThat(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).as(read(log)).isEqualTo(1);
        assertThat(read(log))
                .contains("tidewatch " + arguments[0] + ": ", "\tat ")
                .doesNotContain(SECRET);
    }

    private static Path config(Registry registry, String kafka) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "planted", ".yaml"), """
                detector: %s
                kafka:
                  bootstrap.servers: "%s"
                  sasl.mechanism: PLAIN
                  sasl.jaas.config: 'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="Jaas-hunter2";'
                  ssl.keystore.password: Store-hunter2
                  ssl.key.password: Key-hunter2
                  ssl.truststore.password: Trust-hunter2
                  an.unknown.password: Unknown-hunter2
                %sschema-registry:
                %sinput: { topics: [%s], features: [cpu] }
                http: { port: 0 }
                state-directory: "%s"
                model: { directory: "%s" }
                """.formatted(
                        registry.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                        broker.bootstrapServers(),
                        kafka,
                        registry.block(),
                        TOPIC,
                        directory.resolve("state"),
                        directory.resolve("models")));
    }

    /** Starts a command as a process of its own, with all of its output in one file. */
    private static Process tidewatch(Path log, String format, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                // The shipped one, rather than that of the tests.
                "-Dlogback.configurationFile=" + Path.of("target", "classes", "logback.xml"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Tidewatch.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("TIDEWATCH_LOG_LEVEL", "DEBUG");
        builder.environment().put("TIDEWATCH_LOG_FORMAT", format);
        return builder.start();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String get(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int nobodysPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext certificateOfNobody() throws Exception {
        Path store = directory.resolve("registry.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        KEYS_PASSWORD,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=registry",
                        "-ext",
                        "san=ip:127.0.0.1")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, KEYS_PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, KEYS_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
