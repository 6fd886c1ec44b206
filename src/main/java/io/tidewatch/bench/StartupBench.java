package io.tidewatch.bench;

import io.tidewatch.launch.ChildJvm;
import io.tidewatch.launch.ServiceStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures how long {@code tidewatch run} takes from its start until it has scored a step. */
final class StartupBench {
    /** What the log says on the way, and what it means. */
    private static final Map<String, String> MARKS = Map.of(
            "model in use", "modelInUse", "starting", "httpUp", "streams changed state=RUNNING", "streamsRunning");

    private final ServiceStart service;

    StartupBench(Site site, ChildJvm jvm) {
        this.service = new ServiceStart(jvm, site.bootstrapServers(), site.registryUrl(), site.directory());
    }

    /**
     * Starts the service once.
     *
     * @param name of the detector, another one for each start: nothing is committed yet
     * @param topic whose events fill windows
     */
    StartupResult start(String name, String topic, int features, String modelDirectory)
            throws IOException, InterruptedException {
        Map<String, Double> marks = Collections.synchronizedMap(new LinkedHashMap<>());
        String input =
                """
                input: { topics: [%s], time: %s, features: [%s] }
                window: { step: 10s }
                """.formatted(topic, EventFormat.TIME_FIELD, String.join(", ", EventFormat.featureNames(features)));
        double seconds = service.untilScored(
                name,
                input,
                Path.of(modelDirectory),
                (line, sinceStart) -> mark(line.replace("\"", ""), sinceStart, marks));
        return new StartupResult(seconds, new LinkedHashMap<>(marks));
    }

    private static void mark(String line, double seconds, Map<String, Double> marks) {
        MARKS.forEach((text, mark) -> {
            if (line.contains(text)) {
                marks.putIfAbsent(mark, seconds);
            }
        });
    }
}
