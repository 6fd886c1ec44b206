package io.tidewatch.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AnomalyKind;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.topology.Output;
import io.tidewatch.topology.TopologyObserver;
import io.tidewatch.window.LeftOut;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What goes on in the topology, counted for the metrics. Every counter is there from the start, at 0, so that a rate
 * over it sees the first occurrence. Safe for many threads.
 */
final class DetectorMeters implements TopologyObserver {
    private final MeterRegistry meters;
    private final Map<String, Counter> events = new ConcurrentHashMap<>();
    private final Map<Enum<?>, Counter> rejected = new ConcurrentHashMap<>();
    private final Map<Enum<?>, Counter> steps = new ConcurrentHashMap<>();
    private final Map<AlertStatus, Map<Enum<?>, Counter>> alerts = new ConcurrentHashMap<>();
    private final Map<LeftOut, Counter> leftOut = new EnumMap<>(LeftOut.class);
    private final Map<Enum<?>, Counter> reduced = new ConcurrentHashMap<>();
    private final Map<Enum<?>, Counter> dropped = new ConcurrentHashMap<>();
    private final Counter failed;

    DetectorMeters(MeterRegistry meters) {
        this.meters = meters;
        for (RejectionReason reason : RejectionReason.values()) {
            rejected.put(
                    reason,
                    Counter.builder("tidewatch.dead.letters")
                            .description("Records that could not become events, by reason")
                            .tag("reason", reason.label())
                            .register(meters));
        }
        for (StepResult.Phase phase : StepResult.Phase.values()) {
            steps.put(
                    phase,
                    Counter.builder("tidewatch.steps")
                            .description("Steps closed and scored, by how far learning has come")
                            .tag("phase", label(phase))
                            .register(meters));
        }
        for (AlertStatus status : AlertStatus.values()) {
            Map<Enum<?>, Counter> byKind = new ConcurrentHashMap<>();
            for (AnomalyKind kind : AnomalyKind.values()) {
                byKind.put(
                        kind,
                        Counter.builder("tidewatch.alerts")
                                .description("Alert messages published, by status and kind")
                                .tag("status", label(status))
                                .tag("kind", label(kind))
                                .register(meters));
            }
            alerts.put(status, byKind);
        }
        leftOut.put(
                LeftOut.LATE,
                Counter.builder("tidewatch.late.events")
                        .description("Events left out: they came after their step had closed")
                        .register(meters));
        leftOut.put(
                LeftOut.EARLY,
                Counter.builder("tidewatch.early.events")
                        .description("Events left out: their time was far ahead of their source partition's")
                        .register(meters));
        for (Output output : Output.values()) {
            reduced.put(
                    output,
                    Counter.builder("tidewatch.outputs.reduced")
                            .description("Messages too large for their topic, sent without a part of them")
                            .tag("output", output.label())
                            .register(meters));
            dropped.put(
                    output,
                    Counter.builder("tidewatch.outputs.dropped")
                            .description("Messages that fitted their topic in no form and were not sent")
                            .tag("output", output.label())
                            .register(meters));
        }
        failed = Counter.builder("tidewatch.processing.failures")
                .description("Exceptions in Tidewatch's own code that did not end the process")
                .register(meters);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Shows the state that the page shows, as gauges. */
    void follow(LiveState state) {
        for (StepResult.Phase phase : StepResult.Phase.values()) {
            Gauge.builder("tidewatch.entities", state, seen -> seen.count(phase))
                    .description("Entities seen since the start, by how far learning has come")
                    .tag("phase", label(phase))
                    .register(meters);
        }
        Gauge.builder("tidewatch.incidents.open", state.incidents(), IncidentBoard::open)
                .description("Incidents open, as far as this instance has reported them")
                .register(meters);
        Gauge.builder("tidewatch.registry.reachable", state, seen -> seen.registryReachable() ? 1 : 0)
                .description("1 while the schema registry answers")
                .register(meters);
    }

    /** Shows how far a source partition is behind the others of its topic that this instance reads. */
    void followSource(String source, SourceTimes times) {
        Gauge.builder("tidewatch.watermark.lag", times, seen -> seen.behindMs(source) / 1000.0)
                .description("Event time by which an active source partition is behind the fastest of its topic"
                        + " that the same instance reads")
                .baseUnit("seconds")
                .tag("source", source)
                .register(meters);
    }

    @Override
    public void event(String topic, int partition) {
        events.computeIfAbsent(topic, name -> Counter.builder("tidewatch.events")
                        .description("Records that became events")
                        .tag("topic", name)
                        .register(meters))
                .increment();
    }

    @Override
    public void rejected(String topic, int partition, Rejected why) {
        count(rejected, why.reason());
    }

    @Override
    public void leftOut(LeftOut cause, String source, String entity, long byMs) {
        Counter counter = leftOut.get(cause);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void failed(String node) {
        failed.increment();
    }

    @Override
    public void reduced(Output output) {
        count(reduced, output);
    }

    @Override
    public void dropped(Output output) {
        count(dropped, output);
    }

    @Override
    public void step(StepResult result) {
        count(steps, result.phase());
    }

    @Override
    public void alert(Alert alert) {
        count(alerts.getOrDefault(alert.getStatus(), Map.of()), alert.getKind());
    }

    private static void count(Map<Enum<?>, Counter> counters, Enum<?> of) {
        Counter counter = counters.get(of);
        if (counter != null) {
            counter.increment();
        }
    }
}
