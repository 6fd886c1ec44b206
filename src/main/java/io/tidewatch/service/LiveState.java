package io.tidewatch.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.topology.Output;
import io.tidewatch.topology.TopologyObserver;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourceTime;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What this instance has seen of the topology since it started, kept for the page beside the metrics. The incidents of
 * before the start come from {@link PastIncidents}. Safe for many threads.
 */
public final class LiveState implements TopologyObserver {
    private final DetectorMeters meters;
    private final Throughput throughput;
    private final IncidentBoard incidents = new IncidentBoard();
    private final EntityPhases phases = new EntityPhases();
    private final LongAdder rejected = new LongAdder();
    private volatile String newestDeadLetter = "";
    private final LeftOutEvents leftOut;
    private final SourceTimes sourceTimes;
    private final LongAdder opened = new LongAdder();
    private final AtomicBoolean registryReachable = new AtomicBoolean(true);

    /** @param clockMs wall-clock time, epoch milliseconds */
    public LiveState(MeterRegistry registry, LongSupplier clockMs) {
        this.throughput = new Throughput(clockMs);
        this.leftOut = new LeftOutEvents(clockMs);
        this.sourceTimes = new SourceTimes(clockMs);
        this.meters = new DetectorMeters(registry);
        meters.follow(this);
    }

    @Override
    public void event(String topic, int partition) {
        throughput.add();
        meters.event(topic, partition);
    }

    @Override
    public void rejected(String topic, int partition, Rejected why) {
        String source = topic + "-" + partition;
        newestDeadLetter = source + ": " + why.detail();
        rejected.increment();
        leftOut.add(why.reason().label(), source, why.detail());
        meters.rejected(topic, partition, why);
    }

    @Override
    public void sourceTime(String topic, int partition, SourceTime time) {
        if (sourceTimes.take(topic, partition, time)) {
            meters.followSource(topic + "-" + partition, sourceTimes);
        }
    }

    @Override
    public void leftOut(LeftOut cause, String source, String entity, long byMs) {
        leftOut.add(cause.label(), source, entity + " by " + byMs / 1000 + " s");
        meters.leftOut(cause, source, entity, byMs);
    }

    @Override
    public void step(StepResult result) {
        phases.step(result.entity(), result.phase());
        meters.step(result);
    }

    @Override
    public void alert(Alert alert) {
        incidents.add(alert);
        if (alert.getStatus() == AlertStatus.OPEN) {
            opened.increment();
        }
        meters.alert(alert);
    }

    @Override
    public void failed(String node) {
        meters.failed(node);
    }

    @Override
    public void reduced(Output output) {
        meters.reduced(output);
    }

    @Override
    public void dropped(Output output) {
        meters.dropped(output);
    }

    @Override
    public void registryReachable(boolean reachable) {
        registryReachable.set(reachable);
    }

    public boolean registryReachable() {
        return registryReachable.get();
    }

    /** Entities in a phase. */
    public long count(StepResult.Phase phase) {
        return phases.count(phase);
    }

    /** Most steps that any entity has learned from. */
    int furthestSteps() {
        return phases.furthestSteps();
    }

    /** Records that went to the dead-letter topic. */
    public long rejected() {
        return rejected.sum();
    }

    /** Where the newest dead letter was read, and why it is one; empty while there is none. */
    String newestDeadLetter() {
        return newestDeadLetter;
    }

    /** Records that raise nothing, by cause. */
    LeftOutEvents leftOut() {
        return leftOut;
    }

    /** How far the source partitions have come. */
    SourceTimes sourceTimes() {
        return sourceTimes;
    }

    /** Incidents opened. */
    public long opened() {
        return opened.sum();
    }

    public Throughput throughput() {
        return throughput;
    }

    public IncidentBoard incidents() {
        return incidents;
    }
}
