package io.tidewatch.evaluation.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.series.SeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An incident as its messages reported it, read from {@code NAME.alerts.jsonl}.
 *
 * @param startedMs start of its first step, epoch milliseconds
 * @param messages in order, but for those that close it
 */
record ReportedIncident(long startedMs, List<Message> messages) {

    /**
     * One message.
     *
     * @param stepMs start of the step that it is about, epoch milliseconds
     * @param kind upper case
     * @param topFeature the one that carries most of the evidence; empty when there is none
     */
    record Message(long stepMs, String kind, String topFeature) {}

    ReportedIncident {
        messages = List.copyOf(messages);
    }

    /** The last message about a step up to a time; null before the first. */
    @org.jspecify.annotations.Nullable
    Message lastUntil(long timeMs) {
        Message last = null;
        for (Message message : messages) {
            last = message.stepMs <= timeMs ? message : last;
        }
        return last;
    }

    /** Where the alerts of a series are. */
    static Path path(Path directory, String series) {
        return directory.resolve(series + ".alerts.jsonl");
    }

    /** @throws SeriesException when it is no file of alerts */
    static List<ReportedIncident> read(Path file) {
        ObjectMapper json = JsonMapper.builder().build();
        Map<String, Long> started = new LinkedHashMap<>();
        Map<String, List<Message>> messages = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode alert = json.readTree(line);
                JsonNode steps = alert.path("window").path("stepTimes");
                if (alert.path("status").asText().equals("CLOSED") || steps.isEmpty()) {
                    continue;
                }
                String id = alert.path("id").asText();
                started.putIfAbsent(
                        id, Instant.parse(alert.path("startedAt").asText()).toEpochMilli());
                messages.computeIfAbsent(id, added -> new ArrayList<>())
                        .add(new Message(
                                Instant.parse(steps.path(steps.size() - 1).asText())
                                        .toEpochMilli(),
                                alert.path("kind").asText(),
                                alert.path("contributions")
                                        .path(0)
                                        .path("feature")
                                        .asText()));
            }
        } catch (IOException | DateTimeException e) {
            throw new SeriesException(
                    file + " is no file of alerts (" + e.getMessage() + "); run without --from-scores to make it anew",
                    e);
        }
        List<ReportedIncident> incidents = new ArrayList<>();
        started.forEach((id, startedMs) ->
                incidents.add(new ReportedIncident(startedMs, messages.getOrDefault(id, List.of()))));
        return incidents;
    }
}
