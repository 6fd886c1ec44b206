package io.tidewatch.service;

import static io.tidewatch.service.Fixtures.alert;
import static io.tidewatch.service.Fixtures.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidewatch.AlertStatus;
import io.tidewatch.config.TidewatchConfig.Http;
import io.tidewatch.detector.StepResult.Phase;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.topology.ModelHolder;
import io.tidewatch.topology.StreamThreads;
import io.tidewatch.window.LeftOut;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real server on a free port, asked by a real client; no broker. */
class HttpServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LiveState state = new LiveState(meters, System::currentTimeMillis);
    private final ModelHolder holder = new ModelHolder();
    private final ModelSwap models =
            new ModelSwap(holder, meters, ScorerKind.COMPILED, trained -> CompiledScorer.compile(trained.network()));
    private volatile State streams = State.CREATED;
    private HttpServer server;

    @BeforeEach
    void start() {
        LearningState learning = new LearningState(true, 37, 128, null);
        server = new HttpServer(
                new Http("127.0.0.1", 0, 0),
                new Probes(
                        new Health(this::streams, state::registryReachable, () -> null, () -> learning, List::of),
                        meters::scrape),
                state.incidents(),
                new Overview(Fixtures.SPEC, state, holder::newest, () -> streams, List::of)::read);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private StreamsFacts streams() {
        return new StreamsFacts(streams, StreamThreads.NONE);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(SOON);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    /** What an observer is told over SSE, line by line. */
    private List<String> follow() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> {
            try {
                HttpRequest asked = request("/api/events")
                        .header("Accept", "text/event-stream")
                        .build();
                InputStream body = client.send(asked, HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                try (BufferedReader text = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                    text.lines().forEach(lines::add);
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                lines.add("ended: " + e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        await().atMost(SOON).until(() -> server.followers() > 0);
        return lines;
    }

    @Test
    void entityIsToldExactlyAndBesidesAsAPersonMaySeeIt() throws Exception {
        String entity = "web\u001b[2J\n\u202e</script>\"'";
        List<String> lines = follow();
        state.alert(alert("i1", entity, AlertStatus.OPEN, 0));
        String list = get("/api/incidents").body();
        String whole = get("/api/incidents/i1").body();

        for (JsonNode incident : List.of(JSON.readTree(list).get(0), JSON.readTree(whole))) {
            assertThat(incident.get("entity").asText()).isEqualTo(entity);
            assertThat(incident.get("name").asText()).isEqualTo("web\\u001b[2J\\u000a\\u202e</script>\"'");
        }
        await().atMost(SOON).until(() -> lines.stream().anyMatch(line -> line.contains("\"name\":")));
        assertThat(list + whole + String.join("", lines)).doesNotContain("\u001b", "\n", "\u202e");
        assertThat(get("/").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe"));
        assertThat(get("/metrics").body()).doesNotContain("web");
    }

    @Test
    void readyFollowsStreamsAndRegistry() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);

        streams = State.RUNNING;
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(json("/health/ready").toString()).contains("37 of 128 windows");

        state.registryReachable(false);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(json("/health/ready").at("/checks/1/detail").asText()).contains("check schema-registry.url");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);

        streams = State.ERROR;
        assertThat(get("/health/live").statusCode()).isEqualTo(503);
    }

    @Test
    void metricsCountWhatHappens() throws Exception {
        assertThat(get("/metrics").body())
                .contains("tidewatch_alerts_total{kind=\"point\",status=\"open\"} 0.0")
                .contains("tidewatch_dead_letters_total{reason=\"malformed-avro\"} 0.0")
                .contains("tidewatch_model_ready 0.0");

        state.event("pumps", 0);
        state.event("pumps", 1);
        state.rejected("pumps", 0, new Rejected(RejectionReason.MALFORMED_AVRO, "the bytes end early"));
        state.leftOut(LeftOut.LATE, "readings-0", "pump-1", 500);
        state.step(step("pump-1", Phase.FULL));
        state.alert(alert("a", "pump-1", AlertStatus.OPEN, 0));
        state.registryReachable(false);
        models.use(Fixtures.model(1));

        assertThat(get("/metrics").body())
                .contains("tidewatch_events_total{topic=\"pumps\"} 2.0")
                .contains("tidewatch_dead_letters_total{reason=\"malformed-avro\"} 1.0")
                .contains("tidewatch_late_events_total 1.0")
                .contains("tidewatch_steps_total{phase=\"full\"} 1.0")
                .contains("tidewatch_alerts_total{kind=\"contextual\",status=\"open\"} 1.0")
                .contains("tidewatch_incidents_open 1.0")
                .contains("tidewatch_entities{phase=\"full\"} 1.0")
                .contains("tidewatch_registry_reachable 0.0")
                .contains("tidewatch_model_info{version=\"" + Fixtures.model(1).version() + "\"} 1")
                .contains("tidewatch_scoring_seconds_count 0");
    }

    @Test
    void incidentsFoldById() throws Exception {
        state.alert(alert("a", "pump-1", AlertStatus.OPEN, 0));
        state.alert(alert("b", "pump-2", AlertStatus.OPEN, 0));
        state.alert(alert("a", "pump-1", AlertStatus.CLOSED, 1));

        JsonNode list = json("/api/incidents");
        assertThat(list).hasSize(2);
        assertThat(list.at("/0/id").asText()).isEqualTo("a");
        assertThat(list.at("/0/status").asText()).isEqualTo("CLOSED");
        assertThat(list.at("/0").has("window")).isFalse();
        assertThat(json("/api/incidents?limit=1")).hasSize(1);

        JsonNode whole = json("/api/incidents/a");
        assertThat(whole.get("status").asText()).isEqualTo("CLOSED");
        assertThat(whole.get("message").asText()).isEqualTo("pump-1 is back to normal.");
        assertThat(whole.get("anomaly").asText()).contains("was 90, expected 40");
        assertThat(whole.at("/window/stepTimes")).hasSize(32);
        assertThat(whole.get("contributions")).hasSize(3);
        assertThat(json("/api/state").get("openIncidents").asInt()).isEqualTo(1);
    }

    @Test
    void unknownIncidentIsNotFound() throws Exception {
        assertThat(get("/api/incidents/none").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "201", "many"})
    void limitOutOfRangeIsRefused(String limit) throws Exception {
        assertThat(get("/api/incidents?limit=" + limit).statusCode()).isEqualTo(400);
    }

    @Test
    void changesAreToldOverSse() throws Exception {
        List<String> lines = follow();
        await().atMost(SOON).until(() -> lines.contains("event: state"));

        state.alert(alert("a", "pump-1", AlertStatus.OPEN, 0));

        await().atMost(SOON).until(() -> lines.contains("event: incident"));
        String told = lines.get(lines.indexOf("event: incident") + 1);
        assertThat(JSON.readTree(told.substring("data: ".length())).get("id").asText())
                .isEqualTo("a");
        await().atMost(SOON).until(() -> lines.stream().anyMatch(line -> line.contains("\"openIncidents\":1")));
    }

    @Test
    void whatHappenedBeforeIsNotToldAgain() throws Exception {
        state.alert(alert("before", "pump-1", AlertStatus.OPEN, 0));
        // One look of the feed without a follower passes.
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        List<String> lines = follow();
        state.alert(alert("after", "pump-1", AlertStatus.OPEN, 0));

        await().atMost(SOON).until(() -> lines.contains("event: incident"));
        assertThat(lines.toString()).contains("\"after\"").doesNotContain("\"before\"");
    }

    @Test
    void followerThatReadsNothingHoldsUpNobody() throws Exception {
        try (Socket asleep = new Socket("127.0.0.1", server.port())) {
            OutputStream out = asleep.getOutputStream();
            out.write("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().atMost(SOON).until(() -> server.followers() == 1);
            List<String> lines = follow();
            await().atMost(SOON).until(() -> server.followers() == 2);

            // Far more than the buffers between here and there hold.
            String large = "x".repeat(20_000);
            long startedNs = System.nanoTime();
            for (int i = 0; i < 20_000; i++) {
                state.alert(alert("id-" + i % 150, large, AlertStatus.UPDATE, i));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - startedNs)).isLessThan(Duration.ofSeconds(5));
            state.alert(alert("last", "pump-1", AlertStatus.OPEN, 0));

            await().atMost(SOON).until(() -> lines.stream().anyMatch(line -> line.contains("\"id\":\"last\"")));
        }
    }

    @Test
    void closesQuicklyWithPagesOpen() {
        follow();
        long startedNs = System.nanoTime();

        server.close();

        assertThat(Duration.ofNanos(System.nanoTime() - startedNs)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void pageIsServedWithAllItNames() throws Exception {
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        List<String> assets = named(page.body(), "(?:src|href)=\"(/[^\"]+\\.(?:js|css))\"");
        assertThat(assets).hasSizeGreaterThanOrEqualTo(4);
        List<String> modules = new ArrayList<>(List.of("./app.js"));
        for (int i = 0; i < modules.size(); i++) {
            HttpResponse<String> module = get("/js/" + modules.get(i).substring(2));
            assertThat(module.statusCode()).as(modules.get(i)).isEqualTo(200);
            named(module.body(), "from '(\\./[^']+)'").stream()
                    .filter(name -> !modules.contains(name))
                    .forEach(modules::add);
        }
        assertThat(modules).hasSizeGreaterThan(4);
        for (String asset : assets) {
            assertThat(get(asset).statusCode()).as(asset).isEqualTo(200);
        }
    }

    private static List<String> named(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        List<String> names = new ArrayList<>();
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    @Test
    void pageLoadsNothingFromElsewhere() throws Exception {
        assertThat(get("/").body()).doesNotContainPattern("(?:src|href)=\"(?:https?:)?//");
        assertThat(get("/style.css").body()).doesNotContain("@import").doesNotContain("url(");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/state", "/health/live", "/metrics", "/js/app.js", "/no-such-page"})
    void everyAnswerIsHardened(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'")
                        .contains("frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().map()).doesNotContainKeys("access-control-allow-origin", "server");
    }

    @Test
    void staticContentIsCachedAndAnswersAreNot() throws Exception {
        assertThat(cacheControl("/webjars/uplot/1.6.30/dist/uPlot.min.css"))
                .containsExactly("public, max-age=31536000, immutable");
        assertThat(cacheControl("/js/app.js")).containsExactly("no-cache");
        assertThat(cacheControl("/api/state")).containsExactly("no-store");

        String etag = get("/js/app.js").headers().firstValue("ETag").orElseThrow();
        HttpRequest again = request("/js/app.js").header("If-None-Match", etag).build();
        assertThat(client.send(again, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(304);
    }

    private List<String> cacheControl(String path) throws IOException, InterruptedException {
        return get(path).headers().allValues("Cache-Control");
    }

    @Test
    void markupInANameStaysText() throws Exception {
        String name = "<script>alert(1)</script>";
        state.alert(alert("a", name, AlertStatus.OPEN, 0));

        HttpResponse<String> answer = get("/api/incidents");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(JSON.readTree(answer.body()).at("/0/entity").asText()).isEqualTo(name);
        for (String module : List.of("app", "chart", "detail", "feed", "format", "list", "overview")) {
            assertThat(get("/js/" + module + ".js").body())
                    .as("the page writes text, never markup")
                    .doesNotContain("innerHTML")
                    .doesNotContain("outerHTML")
                    .doesNotContain("insertAdjacentHTML")
                    .doesNotContain("document.write");
        }
    }

    @Test
    void takenPortIsSaidWithItsRemedy() {
        assertThatThrownBy(() -> new HttpServer(
                        new Http("127.0.0.1", server.port(), 0),
                        new Probes(
                                new Health(
                                        this::streams,
                                        () -> true,
                                        () -> null,
                                        () -> new LearningState(true, 0, 128, null),
                                        List::of),
                                meters::scrape),
                        state.incidents(),
                        () -> null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(String.valueOf(server.port()))
                .hasMessageContaining("set http.port");
    }
}
