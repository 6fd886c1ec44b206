package io.tidewatch.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Apicurio Registry in a process of its own: a registry that we did not write, with Confluent's interface.
 *
 * <p>The Maven profile {@code interop} unpacks it, and names the directory in the system property {@code apicurio.home}.
 */
public final class ApicurioServer implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[0-9.]+:\\d+)");
    private static final Duration START_WAIT = Duration.ofSeconds(120);

    private final Path log;
    private final Process process;
    private final Thread killer;
    private final String address;

    private ApicurioServer(Path jar) throws IOException {
        log = Files.createTempFile("apicurio", ".log");
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-Dquarkus.http.host=127.0.0.1",
                        // Any free port; the line that tells which is logged only at this level.
                        "-Dquarkus.http.port=0",
                        "-Dquarkus.log.category.\"io.quarkus\".level=INFO",
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        killer = new Thread(process::destroyForcibly, "apicurio-killer");
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            address = Awaitility.await().atMost(START_WAIT).until(this::listening, found -> !found.isEmpty());
            Awaitility.await().atMost(START_WAIT).until(this::ready);
        } catch (RuntimeException e) {
            String said = Files.readString(log);
            close();
            throw new IllegalStateException("Apicurio Registry did not start; it said:\n" + said, e);
        }
    }

    /** Starts the server, empty, on a free port of 127.0.0.1; it takes requests when this returns. */
    public static ApicurioServer start() {
        String home = System.getProperty("apicurio.home");
        if (home == null) {
            throw new IllegalStateException("The system property apicurio.home is not set; run with -Pinterop.");
        }
        try (var jars = Files.newDirectoryStream(Path.of(home), "apicurio-registry-app-*-runner.jar")) {
            return new ApicurioServer(jars.iterator().next());
        } catch (IOException e) {
            throw new UncheckedIOException("Apicurio Registry cannot be started from " + home + ".", e);
        }
    }

    /** Base address of the Confluent interface. */
    public String url() {
        return address + "/apis/ccompat/v7";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(killer);
            Files.deleteIfExists(log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String listening() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("The process ended with code " + process.exitValue() + ".");
        }
        Matcher matcher = LISTENING.matcher(Files.readString(log));
        return matcher.find() ? matcher.group(1) : "";
    }

    private boolean ready() throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(address + "/health/ready")).build();
        return HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }
}
