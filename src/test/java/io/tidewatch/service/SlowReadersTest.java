package io.tidewatch.service;

import static io.tidewatch.service.Fixtures.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidewatch.AlertStatus;
import io.tidewatch.config.TidewatchConfig.Http;
import io.tidewatch.topology.StreamThreads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that ask for much and read nothing. */
class SlowReadersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LARGE = "x".repeat(1_000_000);

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Asks a hundred times on one connection, whose buffer for the answers is small. */
    private Socket askWithoutReading(int port, String path) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout(1_000);
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        socket.getOutputStream().write(request.repeat(100).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private int status(int port, String path, Duration patience) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(patience)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private boolean answers(int port) throws IOException, InterruptedException {
        try {
            return status(port, "/health/live", Duration.ofSeconds(1)) == 200;
        } catch (HttpTimeoutException e) {
            return false;
        }
    }

    @Test
    void clientsOfThePageCannotHoldUpAProbeOfTheManagementPort() throws Exception {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        LiveState state = new LiveState(meters, System::currentTimeMillis);
        for (int i = 0; i < IncidentBoard.LARGEST; i++) {
            state.alert(alert("id-" + i, "x".repeat(1_000), AlertStatus.OPEN, i));
        }
        LearningState learning = new LearningState(true, 0, 128, null);
        Health health = new Health(
                () -> new StreamsFacts(State.RUNNING, StreamThreads.NONE),
                () -> true,
                () -> null,
                () -> learning,
                List::of);
        try (HttpServer server = new HttpServer(
                new Http("127.0.0.1", 0, 0), new Probes(health, meters::scrape), state.incidents(), () -> null)) {
            for (int i = 0; i < 40; i++) {
                askWithoutReading(server.port(), "/api/incidents?limit=" + IncidentBoard.LARGEST);
            }
            await("the page's threads are all held up").atMost(PATIENCE).until(() -> !answers(server.port()));

            assertThat(status(server.managementPort(), "/health/live", PATIENCE))
                    .isEqualTo(200);
            assertThat(status(server.managementPort(), "/health/ready", PATIENCE))
                    .isEqualTo(200);
            assertThat(status(server.managementPort(), "/metrics", PATIENCE)).isEqualTo(200);
            assertThat(status(server.managementPort(), "/api/incidents", PATIENCE))
                    .isEqualTo(404);
        }
    }

    @Test
    void clientThatReadsNothingIsClosedAndItsThreadServesOthers() throws Exception {
        HttpPort.Limits limits = new HttpPort.Limits(4, 16, Duration.ofMillis(500));
        HttpPort.Place place = new HttpPort.Place("slow-readers", "127.0.0.1", 0, "http.port", limits);
        try (HttpPort port = HttpPort.open(place, config -> {
            config.routes.get("/large", context -> context.result(LARGE));
            config.routes.get("/health/live", context -> context.result("ok"));
        })) {
            for (int i = 0; i < 8; i++) {
                askWithoutReading(port.number(), "/large");
            }

            await().atMost(PATIENCE).until(() -> answers(port.number()));
            for (Socket socket : sockets) {
                await("the connection ends").atMost(PATIENCE).until(() -> ended(socket));
            }
        }
    }

    /** Reads what has come, far less than what was asked for. */
    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes().length < LARGE.length() * 100;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
