package io.tidewatch.service;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidewatch.AnomalyKind;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.topology.Output;
import io.tidewatch.window.LeftOut;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Shows what has happened in the topology as metrics. Every counter is there from the start, at 0, so that a rate over
 * it sees the first occurrence.
 */
final class DetectorMeters {
    private final MeterRegistry meters;

    DetectorMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Shows what has been counted since the start. */
    void follow(LiveState.Counted counted) {
        for (RejectionReason reason : RejectionReason.values()) {
            FunctionCounter.builder("tidewatch.dead.letters", counted.rejected(), of -> of.of(reason))
                    .description("Records that could not become events, by reason")
                    .tag("reason", reason.label())
                    .register(meters);
        }
        for (StepResult.Phase phase : StepResult.Phase.values()) {
            FunctionCounter.builder("tidewatch.steps", counted.steps(), of -> of.of(phase))
                    .description("Steps closed and scored, by how far learning has come")
                    .tag("phase", label(phase))
                    .register(meters);
        }
        counted.alerts().forEach((status, alerts) -> {
            for (AnomalyKind kind : AnomalyKind.values()) {
                FunctionCounter.builder("tidewatch.alerts", alerts, of -> of.of(kind))
                        .description("Alert messages published, by status and kind")
                        .tag("status", label(status))
                        .tag("kind", label(kind))
                        .register(meters);
            }
        });
        FunctionCounter.builder("tidewatch.late.events", counted.leftOut(), of -> of.of(LeftOut.LATE))
                .description("Events left out: they came after their step had closed")
                .register(meters);
        FunctionCounter.builder("tidewatch.early.events", counted.leftOut(), of -> of.of(LeftOut.EARLY))
                .description("Events left out: their time was far ahead of their source partition's")
                .register(meters);
        for (Output output : Output.values()) {
            FunctionCounter.builder("tidewatch.outputs.reduced", counted.reduced(), of -> of.of(output))
                    .description("Messages too large for their topic, sent without a part of them")
                    .tag("output", output.label())
                    .register(meters);
            FunctionCounter.builder("tidewatch.outputs.dropped", counted.dropped(), of -> of.of(output))
                    .description("Messages that fitted their topic in no form and were not sent")
                    .tag("output", output.label())
                    .register(meters);
        }
        FunctionCounter.builder("tidewatch.processing.failures", counted.failed(), LongAdder::sum)
                .description("Exceptions in Tidewatch's own code that did not end the process")
                .register(meters);
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

    /** Starts to count the events of a topic. */
    LongAdder events(String topic) {
        LongAdder events = new LongAdder();
        FunctionCounter.builder("tidewatch.events", events, LongAdder::sum)
                .description("Records that became events")
                .tag("topic", topic)
                .register(meters);
        return events;
    }
}
