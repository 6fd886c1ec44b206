package io.tidewatch.bench;

import io.tidewatch.bench.RunSpec.Subject;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A benchmark's result as a table for a person. */
public final class BenchTable {
    private final StringBuilder text = new StringBuilder();

    private BenchTable() {}

    public static String of(BenchResult result) {
        return new BenchTable().write(result);
    }

    static String step(Variant variant) {
        return variant.stepMs() == 0 ? "event" : variant.stepMs() / 1000 + "s";
    }

    private String write(BenchResult result) {
        Workload shape = result.plan().shape();
        line(
                "%d processors, %s, scoring with %s",
                result.machine().processors(),
                result.machine().java(),
                result.machine().kernel());
        line(
                "%,d entities, %d features, %d events per step of 10 s, windows of %d steps; exactly once, commit every %d ms",
                shape.entities(),
                shape.features(),
                shape.eventsPerStep(),
                Workload.WINDOW_STEPS,
                result.plan().commitIntervalMs());
        variants("Throughput, medians of runs taken in turns", result.variants());
        variants("Stream threads", result.threads());
        variants("Entities, " + result.plan().entityFeatures() + " features, each event a step", result.entityCounts());
        if (!result.variants().isEmpty()) {
            memory(result.headline(Subject.DETECTOR));
        }
        latency(result);
        starts(result);
        return text.toString();
    }

    private void variants(String title, List<Variant> variants) {
        if (variants.isEmpty()) {
            return;
        }
        line("");
        line("%s", title);
        line(
                "  %-13s %-6s %-6s %8s %10s %10s %7s %9s %13s %13s %8s",
                "topology",
                "step",
                "entity",
                "threads",
                "entities",
                "events/s",
                "ratio",
                "CPU µs",
                "changelog B",
                "state B",
                "RSS MB");
        line(
                "  %-13s %-6s %-6s %8s %10s %10s %7s %9s %13s %13s %8s",
                "", "", "", "", "", "", "", "/event", "/event", "/entity", "");
        for (Variant variant : variants) {
            Double ratio = BenchResult.ratio(variant, variants);
            Double state = variant.stateBytesPerEntity();
            Double rss = variant.resources().rssMb();
            line(
                    "  %-13s %-6s %-6s %8d %,10d %,10.0f %7s %9.1f %13.1f %13s %8s",
                    variant.subject() == Subject.DETECTOR ? "detector" : "pass-through",
                    step(variant),
                    variant.entityInKey() ? "key" : "field",
                    variant.threads(),
                    variant.entities(),
                    variant.eventsPerSecond(),
                    ratio == null ? "" : format("%.2f", ratio),
                    variant.median(RunResult::cpuMicrosPerEvent),
                    variant.median(RunResult::changelogBytesPerEvent),
                    state == null ? "" : format("%,.0f", state),
                    rss == null ? "" : format("%.0f", rss));
        }
    }

    private void memory(Variant detector) {
        Resources memory = detector.resources();
        Double rss = memory.rssMb();
        line("");
        line(
                "Memory of the detector's process: heap %.0f MB live (%.0f taken, %.0f allowed), direct %.0f, state stores %.0f%s",
                memory.heapLiveMb(),
                memory.heapCommittedMb(),
                memory.heapMaxMb(),
                memory.directMb(),
                memory.rocksDbMb(),
                rss == null ? "" : format(", resident %.0f MB", rss));
    }

    private void latency(BenchResult result) {
        if (result.latency().isEmpty()) {
            return;
        }
        line("");
        line("Event to alert, from the moment the event was due, step: event, medians of runs");
        latency("key", result.latency(true));
        latency("field", result.latency(false));
        line(
                "  Decided after p50 %.1f  p99 %.1f ms (key): so long a record waits to be sent, read, and for those before it.",
                Median.of(result.latency(true), run -> run.decided().p50()),
                Median.of(result.latency(true), run -> run.decided().p99()));
        line(
                "  An alert is visible when its transaction is: up to one commit interval and the commit itself, once more");
        line(
                "  before it where the entity is in a field. A commit took %.1f ms (key): %.1f to write, %.1f for the input's",
                commit(result, CommitTimes.Mean::total),
                commit(result, CommitTimes.Mean::flush),
                commit(result, CommitTimes.Mean::offsets));
        line("  position, %.1f to end the transaction.", commit(result, CommitTimes.Mean::end));
    }

    private static double commit(BenchResult result, ToDoubleFunction<CommitTimes.Mean> part) {
        return Median.of(result.latency(true), run -> part.applyAsDouble(run.commitMs()));
    }

    private void latency(String entity, List<LatencyResult> runs) {
        if (runs.isEmpty()) {
            return;
        }
        DoubleSummaryStatistics p99 =
                runs.stream().mapToDouble(LatencyResult::p99).summaryStatistics();
        line(
                "  entity in %-5s %,.0f events/s, commit every %d ms: p50 %.1f  p99 %.1f (%.1f to %.1f)  p99.9 %.1f ms  (%d x %,.0f alerts)",
                entity,
                runs.get(0).offeredPerSecond(),
                runs.get(0).commitIntervalMs(),
                Median.of(runs, LatencyResult::p50),
                Median.of(runs, LatencyResult::p99),
                p99.getMin(),
                p99.getMax(),
                Median.of(runs, LatencyResult::p999),
                runs.size(),
                Median.of(runs, LatencyResult::alerts));
    }

    private void starts(BenchResult result) {
        if (!result.starts().isEmpty()) {
            line("");
            line(
                    "Start of run to the first score: %.2f s (median of %d)",
                    result.startupSeconds(), result.starts().size());
        }
    }

    private void line(String format, Object... arguments) {
        text.append(format(format, arguments)).append(System.lineSeparator());
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
