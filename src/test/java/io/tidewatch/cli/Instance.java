package io.tidewatch.cli;

import io.tidewatch.launch.ChildJvm;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code tidewatch run} as a process of its own, so that a test can kill it. */
final class Instance implements AutoCloseable {
    private static final Pattern VERSION = Pattern.compile("tidewatch_model_info\\{version=\"(\\w+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Process process;

    /**
     * @param configuration without the address of the page and the directories
     * @param directory of the state, the copies of models and the log
     */
    Instance(String configuration, Path directory) throws IOException {
        Files.createDirectories(directory);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path yaml = Files.writeString(
                directory.resolve("run.yaml"), configuration + """
                        http: { port: %d, management-port: 0 }
                        state-directory: '%s'
                        """.formatted(port, directory.resolve("state")));
        process = new ChildJvm(System.getProperty("java.class.path"), "io.tidewatch.cli.Tidewatch", "700m")
                .command("run", "--config=" + yaml, "--set", "model.directory=" + directory.resolve("models"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log.txt").toFile())
                .start();
    }

    private String metrics() {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** A metric without tags; empty while the process does not answer. */
    OptionalDouble metric(String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(metrics());
        return matcher.find() ? OptionalDouble.of(Double.parseDouble(matcher.group(1))) : OptionalDouble.empty();
    }

    /** Version of the model in use; empty text: none. */
    String version() {
        Matcher matcher = VERSION.matcher(metrics());
        return matcher.find() ? matcher.group(1) : "";
    }

    boolean is(String metric) {
        return metric(metric).orElse(0) == 1;
    }

    /** Ends it as a power failure does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
