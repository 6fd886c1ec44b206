package io.tidewatch.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.bench.Request.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The child process of a benchmark: runs topologies on request, one at a time, until its input ends. */
public final class Worker {
    /** What a line of answer starts with: libraries, or a log set up so, may write to the same stream. */
    static final String ANSWER = "bench-answer ";

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable RunningTopology open;
    private @Nullable MeasuredRun openRun;
    private @Nullable Progression openProgression;

    /** Serves requests until there are no more. */
    public void serve(InputStream requests, PrintWriter answers) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(requests, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println(ANSWER + JSON.writeValueAsString(answer(JSON.readValue(line, Request.class))));
            answers.flush();
        }
    }

    private Answer answer(Request request) {
        try {
            return switch (request.action()) {
                case MEASURE -> {
                    open(Objects.requireNonNull(request.spec()));
                    yield new Answer(close(), null);
                }
                case OPEN -> {
                    open(Objects.requireNonNull(request.spec()));
                    Objects.requireNonNull(openRun).countCommitsFromNow();
                    yield new Answer(null, null);
                }
                case CLOSE -> new Answer(close(), null);
            };
        } catch (Exception e) {
            LOG.atError().setCause(e).log("run failed");
            return new Answer(null, String.valueOf(e.getMessage()));
        }
    }

    private void open(RunSpec spec) throws Exception {
        RunningTopology topology = new RunningTopology(spec);
        open = topology;
        openRun = new MeasuredRun(spec, topology);
        openProgression = openRun.follow();
    }

    private RunResult close() {
        try (RunningTopology closing = Objects.requireNonNull(open)) {
            closing.requireSound();
            return Objects.requireNonNull(openRun).result(Objects.requireNonNull(openProgression));
        } finally {
            open = null;
        }
    }
}
