package io.tidewatch.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.bench.RunSpec.Subject;
import java.util.List;

/** A benchmark's result as one JSON object: the headline's figures first where topologies were
 * compared, then everything behind them. */
public final class BenchJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BenchJson() {}

    public static String of(BenchResult result) {
        ObjectNode json = JSON.createObjectNode();
        if (!result.variants().isEmpty()) {
            headline(result, json);
        }
        if (result.starts().isEmpty()) {
            json.putNull("startupSeconds");
        } else {
            json.put("startupSeconds", result.startupSeconds());
        }
        json.set("throughput", variants(result.variants()));
        json.set("threads", variants(result.threads()));
        json.set("entityCounts", variants(result.entityCounts()));
        json.set("latency", JSON.valueToTree(result.latency()));
        json.set("starts", JSON.valueToTree(result.starts()));
        json.set("plan", JSON.valueToTree(result.plan()));
        json.set("machine", JSON.valueToTree(result.machine()));
        return json.toString();
    }

    private static void headline(BenchResult result, ObjectNode json) {
        Variant passThrough = result.headline(Subject.PASS_THROUGH);
        Variant detector = result.headline(Subject.DETECTOR);
        json.put("passThroughEventsPerSecond", passThrough.eventsPerSecond());
        json.put("detectorEventsPerSecond", detector.eventsPerSecond());
        json.put("ratio", detector.eventsPerSecond() / passThrough.eventsPerSecond());
        if (result.latency().isEmpty()) {
            json.putNull("latencyMs");
        } else {
            List<LatencyResult> runs = result.latency(true);
            ObjectNode millis = json.putObject("latencyMs");
            millis.put("p50", Median.of(runs, LatencyResult::p50));
            millis.put("p99", Median.of(runs, LatencyResult::p99));
            millis.put("p999", Median.of(runs, LatencyResult::p999));
        }
        json.put("stateBytesPerEntity", detector.stateBytesPerEntity());
        json.put("changelogBytesPerEvent", detector.median(RunResult::changelogBytesPerEvent));
        json.put("rssMb", detector.resources().rssMb());
        json.put("heapMb", detector.resources().heapLiveMb());
    }

    private static ArrayNode variants(List<Variant> variants) {
        ArrayNode array = JSON.createArrayNode();
        for (Variant variant : variants) {
            ObjectNode node = array.addObject();
            node.put("topology", variant.subject() == Subject.DETECTOR ? "detector" : "pass-through");
            node.put("step", BenchTable.step(variant));
            node.put("entity", variant.entityInKey() ? "key" : "field");
            node.put("threads", variant.threads());
            node.put("entities", variant.entities());
            node.put("features", variant.features());
            node.put("eventsPerSecond", variant.eventsPerSecond());
            node.put("ratio", BenchResult.ratio(variant, variants));
            node.put("cpuMicrosPerEvent", variant.median(RunResult::cpuMicrosPerEvent));
            node.put("stateBytesPerEntity", variant.stateBytesPerEntity());
            node.put("changelogKeptBytesPerEntity", variant.changelogKeptBytesPerEntity());
            node.put("changelogBytesPerEvent", variant.median(RunResult::changelogBytesPerEvent));
            node.set("runs", JSON.valueToTree(variant.runs()));
        }
        return array;
    }
}
