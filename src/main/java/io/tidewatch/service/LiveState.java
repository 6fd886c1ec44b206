package io.tidewatch.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tidewatch.Alert;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.topology.TopologyObserver;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What goes on in the topology, counted for the metrics and kept for the page. Safe for many threads. */
public final class LiveState implements TopologyObserver {
    /** Entities whose phase is followed; with more, the counts by phase are a sample. */
    private static final int LARGEST_ENTITIES = 100_000;

    private final MeterRegistry meters;
    private final Throughput throughput;
    private final IncidentBoard incidents = new IncidentBoard();
    private final Map<String, StepResult.Phase> phases = new ConcurrentHashMap<>();
    private final Map<StepResult.Phase, Counter> steps = new EnumMap<>(StepResult.Phase.class);
    private final Map<RejectionReason, Counter> rejected = new EnumMap<>(RejectionReason.class);
    private final Map<String, Counter> events = new ConcurrentHashMap<>();
    private final Counter late;
    private final AtomicBoolean registryReachable = new AtomicBoolean(true);
    private final CopyOnWriteArrayList<Consumer<Alert>> listeners = new CopyOnWriteArrayList<>();

    /** @param clockMs wall-clock time, epoch milliseconds */
    public LiveState(MeterRegistry meters, LongSupplier clockMs) {
        this.meters = meters;
        this.throughput = new Throughput(clockMs);
        for (StepResult.Phase phase : StepResult.Phase.values()) {
            steps.put(
                    phase,
                    Counter.builder("tidewatch.steps")
                            .description("Steps closed and judged, by how far learning has come")
                            .tag("phase", label(phase))
                            .register(meters));
            Gauge.builder("tidewatch.entities", phases, seen -> count(phase))
                    .description("Entities by how far learning has come")
                    .tag("phase", label(phase))
                    .register(meters);
        }
        for (RejectionReason reason : RejectionReason.values()) {
            rejected.put(
                    reason,
                    Counter.builder("tidewatch.dead.letters")
                            .description("Records that could not become events, by reason")
                            .tag("reason", reason.label())
                            .register(meters));
        }
        late = Counter.builder("tidewatch.late.events")
                .description("Events that came after their step had closed")
                .register(meters);
        Gauge.builder("tidewatch.incidents.open", incidents, IncidentBoard::open)
                .description("Incidents open, as far as this instance has told them")
                .register(meters);
        Gauge.builder("tidewatch.registry.reachable", registryReachable, reachable -> reachable.get() ? 1 : 0)
                .description("1 while the schema registry answers")
                .register(meters);
    }

    private static String label(StepResult.Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Calls back with every alert, on stream threads. */
    public void onAlert(Consumer<Alert> listener) {
        listeners.add(listener);
    }

    @Override
    public void event(String topic, int partition) {
        throughput.add();
        events.computeIfAbsent(topic, name -> Counter.builder("tidewatch.events")
                        .description("Records that became events")
                        .tag("topic", name)
                        .register(meters))
                .increment();
    }

    @Override
    public void rejected(String topic, int partition, RejectionReason reason) {
        Counter counter = rejected.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void late(String entity, long byMs) {
        late.increment();
    }

    @Override
    public void step(StepResult result) {
        Counter counter = steps.get(result.phase());
        if (counter != null) {
            counter.increment();
        }
        if (phases.size() < LARGEST_ENTITIES || phases.containsKey(result.entity())) {
            phases.put(result.entity(), result.phase());
        }
    }

    @Override
    public void alert(Alert alert) {
        incidents.add(alert);
        meters.counter(
                        "tidewatch.alerts",
                        Tags.of(
                                "status", alert.getStatus().name().toLowerCase(Locale.ROOT),
                                "kind", alert.getKind().name().toLowerCase(Locale.ROOT)))
                .increment();
        listeners.forEach(listener -> listener.accept(alert));
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
        return phases.values().stream().filter(phase::equals).count();
    }

    /** Records that went to the dead-letter topic. */
    public long rejected() {
        return (long) rejected.values().stream().mapToDouble(Counter::count).sum();
    }

    /** Events that came too late. */
    public long late() {
        return (long) late.count();
    }

    public Throughput throughput() {
        return throughput;
    }

    public IncidentBoard incidents() {
        return incidents;
    }
}
