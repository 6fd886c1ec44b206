package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Alert;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourceTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps what a topology tells its observer. */
final class Recorder implements TopologyObserver {
    final AtomicInteger events = new AtomicInteger();
    final AtomicInteger late = new AtomicInteger();
    final AtomicInteger early = new AtomicInteger();
    final Set<String> leftOutEntities = ConcurrentHashMap.newKeySet();
    final List<RejectionReason> rejections = new CopyOnWriteArrayList<>();
    final AtomicInteger stepCount = new AtomicInteger();
    /** Hundreds of thousands are only counted. */
    volatile boolean keepsSteps = true;

    final List<StepResult> steps = new CopyOnWriteArrayList<>();
    final List<SourceTime> sourceTimes = new CopyOnWriteArrayList<>();
    final List<Alert> alerts = new CopyOnWriteArrayList<>();
    /** Entities whose steps make this fail, as a bug would. */
    volatile Set<String> broken = Set.of();
    /** What it fails with at the next event, once. */
    final AtomicReference<RuntimeException> nextEvent = new AtomicReference<>();

    final List<String> failures = new CopyOnWriteArrayList<>();
    final List<Output> reduced = new CopyOnWriteArrayList<>();
    final List<Output> dropped = new CopyOnWriteArrayList<>();
    final List<Boolean> registry = new CopyOnWriteArrayList<>();

    private final AtomicReference<TrainerStatus> trainer = new AtomicReference<>();

    /** The newest status of the trainer. */
    TrainerStatus trainer() {
        return trainer.get();
    }

    @Override
    public void trainer(TrainerStatus status) {
        trainer.set(status);
    }

    @Override
    public void event(String topic, int partition) {
        RuntimeException fault = nextEvent.getAndSet(null);
        if (fault != null) {
            throw fault;
        }
        events.incrementAndGet();
    }

    @Override
    public void rejected(String topic, int partition, Rejected why) {
        rejections.add(why.reason());
    }

    @Override
    public void leftOut(LeftOut cause, String source, String entity, long byMs) {
        (cause == LeftOut.LATE ? late : early).incrementAndGet();
        leftOutEntities.add(entity);
    }

    @Override
    public void step(StepResult result) {
        if (broken.contains(result.entity())) {
            throw new IllegalStateException("index 7 out of bounds for " + result.entity());
        }
        stepCount.incrementAndGet();
        if (keepsSteps) {
            steps.add(result);
        }
    }

    @Override
    public void sourceTime(String topic, int partition, SourceTime time) {
        assertThat(time.source()).isEqualTo(SourceIds.of(topic, partition));
        sourceTimes.add(time);
    }

    @Override
    public void alert(Alert alert) {
        alerts.add(alert);
    }

    @Override
    public void failed(String node) {
        failures.add(node);
    }

    @Override
    public void reduced(Output output) {
        reduced.add(output);
    }

    @Override
    public void dropped(Output output) {
        dropped.add(output);
    }

    @Override
    public void registryReachable(boolean reachable) {
        registry.add(reachable);
    }

    List<StepResult> stepsOf(String entity) {
        List<StepResult> of = new ArrayList<>(steps);
        of.removeIf(step -> !step.entity().equals(entity));
        return of;
    }
}
