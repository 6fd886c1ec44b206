package io.tidewatch.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures how long {@code tidewatch run} takes from its start until it has scored a step, seen in its metrics. */
final class StartupBench {
    private static final long GIVE_UP_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long END_WITHIN_S = 30;
    private static final String SCORED = "tidewatch_steps_total{phase=\"full\"} ";
    /** What the log says on the way, and what it means. */
    private static final Map<String, String> MARKS = marks();

    private final Site site;
    private final ChildJvm jvm;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    StartupBench(Site site, ChildJvm jvm) {
        this.site = site;
        this.jvm = jvm;
    }

    private static Map<String, String> marks() {
        Map<String, String> marks = new LinkedHashMap<>();
        marks.put("model in use", "modelInUse");
        marks.put("starting", "httpUp");
        marks.put("streams changed state=RUNNING", "streamsRunning");
        return Collections.unmodifiableMap(marks);
    }

    /**
     * Starts the service once.
     *
     * @param name of the detector, another one for each start: nothing is committed yet
     * @param topic whose events fill windows
     */
    StartupResult start(String name, String topic, int features, String modelDirectory)
            throws IOException, InterruptedException {
        int port = freePort();
        Path models = Files.createDirectories(site.directory().resolve(name + "-models"));
        // Each detector looks in a directory of its own name.
        Files.createSymbolicLink(models.resolve(name), Path.of(modelDirectory).toAbsolutePath());
        Path config = Files.writeString(
                site.directory().resolve(name + ".yaml"), config(name, topic, features, models.toString(), port));
        ProcessBuilder builder = jvm.command("run", "--config=" + config).redirectErrorStream(true);
        builder.redirectError(ProcessBuilder.Redirect.PIPE);
        // Settings of the surroundings, such as an image's, would go before those of the file.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("TIDEWATCH_"));
        builder.environment().put("TIDEWATCH_LOG_LEVEL", "INFO");
        builder.environment().put("TIDEWATCH_LOG_FORMAT", "text");
        long startedNs = System.nanoTime();
        Process process = builder.start();
        try {
            List<String> log = Collections.synchronizedList(new ArrayList<>());
            Map<String, Double> marks = Collections.synchronizedMap(new LinkedHashMap<>());
            Thread reader = new Thread(() -> follow(process, startedNs, marks, log), "bench-start");
            reader.setDaemon(true);
            reader.start();
            awaitScored(process, port, startedNs, log);
            return new StartupResult((System.nanoTime() - startedNs) / 1e9, new LinkedHashMap<>(marks));
        } finally {
            process.destroy();
            if (!process.waitFor(END_WITHIN_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private String config(String name, String topic, int features, String modelDirectory, int port) {
        return """
                detector: %s
                kafka: { bootstrap.servers: "%s" }
                schema-registry: { url: "%s" }
                input: { topics: [%s], time: %s, features: [%s] }
                window: { step: 10s }
                model: { directory: '%s' }
                state-directory: '%s'
                http: { port: %d }
                """.formatted(
                        name,
                        site.bootstrapServers(),
                        site.registryUrl(),
                        topic,
                        EventFormat.TIME_FIELD,
                        String.join(", ", EventFormat.featureNames(features)),
                        modelDirectory,
                        site.directory().resolve("state"),
                        port);
    }

    private static void follow(Process process, long startedNs, Map<String, Double> marks, List<String> log) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                double seconds = (System.nanoTime() - startedNs) / 1e9;
                String plain = line.replace("\"", "");
                MARKS.forEach((text, mark) -> {
                    if (plain.contains(text)) {
                        marks.putIfAbsent(mark, seconds);
                    }
                });
                log.add(line);
            }
        } catch (IOException e) {
            // The process has been ended while it was writing.
            return;
        }
    }

    private void awaitScored(Process process, int port, long startedNs, List<String> log) throws InterruptedException {
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (!scored(metrics)) {
            if (!process.isAlive() || System.nanoTime() - startedNs > GIVE_UP_NS) {
                throw new IllegalStateException("tidewatch run scored nothing within "
                        + TimeUnit.NANOSECONDS.toSeconds(GIVE_UP_NS) + " s; it said:\n" + String.join("\n", log));
            }
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }

    private boolean scored(HttpRequest metrics) throws InterruptedException {
        try {
            return http.send(metrics, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .anyMatch(
                            line -> line.startsWith(SCORED) && Double.parseDouble(line.substring(SCORED.length())) > 0);
        } catch (IOException e) {
            // Not there yet.
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
