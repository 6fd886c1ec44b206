package io.tidewatch.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.bench.Request.Action;
import io.tidewatch.bench.Request.Answer;
import io.tidewatch.launch.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A child process as its parent sees it. Belongs to one thread. */
final class WorkerProcess implements AutoCloseable {
    /** Name of the command that serves requests. */
    static final String COMMAND = "bench-worker";

    private static final long END_WITHIN_S = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final PrintWriter requests;
    private final BufferedReader answers;

    WorkerProcess(ChildJvm jvm) throws IOException {
        this.process = jvm.command(COMMAND).start();
        this.requests = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs a topology over its whole input. */
    RunResult measure(RunSpec spec) throws IOException {
        return Objects.requireNonNull(ask(Action.MEASURE, spec).result());
    }

    /** Starts a topology; returns when it has processed its whole input and waits for more. */
    void open(RunSpec spec) throws IOException {
        ask(Action.OPEN, spec);
    }

    /** Stops what was opened. */
    RunResult closeTopology() throws IOException {
        return Objects.requireNonNull(ask(Action.CLOSE, null).result());
    }

    private Answer ask(Action action, @Nullable RunSpec spec) throws IOException {
        requests.println(JSON.writeValueAsString(new Request(action, spec)));
        String line = answers.readLine();
        while (line != null && !line.startsWith(Worker.ANSWER)) {
            line = answers.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the child process of the benchmark ended; its log says why");
        }
        Answer answer = JSON.readValue(line.substring(Worker.ANSWER.length()), Answer.class);
        if (answer.error() != null) {
            throw new IllegalStateException("the child process of the benchmark failed: " + answer.error());
        }
        return answer;
    }

    /** Lets the process end, or ends it. */
    @Override
    public void close() {
        requests.close();
        try {
            if (!process.waitFor(END_WITHIN_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
