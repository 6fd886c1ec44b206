package io.tidewatch.launch;

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ObjDoubleConsumer;

/**
 * Starts {@code tidewatch run} in a process of its own, until it has scored a step, seen in its metrics.
 *
 * @param jvm of the process
 * @param bootstrapServers of the broker
 * @param registryUrl of the schema registry
 * @param directory for its configuration and state
 */
public record ServiceStart(ChildJvm jvm, String bootstrapServers, String registryUrl, Path directory) {
    private static final long GIVE_UP_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long END_WITHIN_S = 30;
    private static final String SCORED = "tidewatch_steps_total{phase=\"full\"} ";

    /**
     * Starts the service once, and ends it when it has scored a step.
     *
     * @param name of the detector, another one for each start: nothing is committed yet
     * @param input what it reads, as the keys {@code input} and {@code window} in YAML; its events fill windows
     * @param model directory of the model to score with
     * @param log receives each line that the service logs, with the seconds since the start of the process
     * @return from starting the process until it had scored, seconds
     * @throws IllegalStateException when it scores nothing
     */
    public double untilScored(String name, String input, Path model, ObjDoubleConsumer<String> log)
            throws IOException, InterruptedException {
        int port = freePort();
        Path models = Files.createDirectories(directory.resolve(name + "-models"));
        // Each detector looks in a directory of its own name.
        Files.createSymbolicLink(models.resolve(name), model.toAbsolutePath());
        Path config = Files.writeString(directory.resolve(name + ".yaml"), config(name, input, models, port));
        ProcessBuilder builder = jvm.command("run", "--config=" + config).redirectErrorStream(true);
        builder.redirectError(ProcessBuilder.Redirect.PIPE);
        // Settings of the surroundings, such as an image's, would go before those of the file.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("TIDEWATCH_"));
        builder.environment().put("TIDEWATCH_LOG_LEVEL", "INFO");
        builder.environment().put("TIDEWATCH_LOG_FORMAT", "text");
        long startedNs = System.nanoTime();
        Process process = builder.start();
        try {
            List<String> lines = Collections.synchronizedList(new ArrayList<>());
            Consumer<String> taker = line -> {
                log.accept(line, (System.nanoTime() - startedNs) / 1e9);
                lines.add(line);
            };
            Thread reader = new Thread(() -> follow(process, taker), "tidewatch-start");
            reader.setDaemon(true);
            reader.start();
            awaitScored(process, port, startedNs, lines);
            return (System.nanoTime() - startedNs) / 1e9;
        } finally {
            process.destroy();
            if (!process.waitFor(END_WITHIN_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private String config(String name, String input, Path models, int port) {
        return """
                detector: %s
                kafka: { bootstrap.servers: "%s" }
                schema-registry: { url: "%s" }
                %s
                model: { directory: '%s' }
                state-directory: '%s'
                http: { port: %d }
                """.formatted(name, bootstrapServers, registryUrl, input, models, directory.resolve("state"), port);
    }

    private static void follow(Process process, Consumer<String> log) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.accept(line);
            }
        } catch (IOException e) {
            // The process has been ended while it was writing.
            return;
        }
    }

    private static void awaitScored(Process process, int port, long startedNs, List<String> log)
            throws InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (!scored(http, metrics)) {
            if (!process.isAlive() || System.nanoTime() - startedNs > GIVE_UP_NS) {
                throw new IllegalStateException("tidewatch run scored nothing within "
                        + TimeUnit.NANOSECONDS.toSeconds(GIVE_UP_NS) + " s; it said:\n" + String.join("\n", log));
            }
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }

    private static boolean scored(HttpClient http, HttpRequest metrics) throws InterruptedException {
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
