package io.tidewatch.service;

import io.tidewatch.detector.StepResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How far the learning of each entity has come, as far as this instance has seen. Safe for many threads. */
final class EntityPhases {
    /** Entities followed; with more, the counts are those of the first that came. */
    private static final int LARGEST = 100_000;

    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final Map<StepResult.Phase, LongAdder> counts = new EnumMap<>(StepResult.Phase.class);
    private final AtomicInteger furthest = new AtomicInteger();

    /** @param steps seen while learning */
    private record Place(StepResult.Phase phase, int steps) {}

    EntityPhases() {
        for (StepResult.Phase phase : StepResult.Phase.values()) {
            counts.put(phase, new LongAdder());
        }
    }

    /** An entity's step was scored in a phase. An entity's own steps come one after another. */
    void step(String entity, StepResult.Phase phase) {
        Place before = places.get(entity);
        if (before == null && places.size() >= LARGEST) {
            return;
        }
        boolean learning = phase == StepResult.Phase.LEARNING;
        if (before != null && before.phase() == phase && !learning) {
            return;
        }
        Place now = new Place(phase, (before == null ? 0 : before.steps()) + (learning ? 1 : 0));
        if (learning) {
            furthest.accumulateAndGet(now.steps(), Math::max);
        }
        places.put(entity, now);
        if (before == null || before.phase() != phase) {
            counts.getOrDefault(phase, new LongAdder()).increment();
            if (before != null) {
                counts.getOrDefault(before.phase(), new LongAdder()).decrement();
            }
        }
    }

    long count(StepResult.Phase phase) {
        LongAdder count = counts.get(phase);
        return count == null ? 0 : count.sum();
    }

    /** Most steps that any entity has learned from. */
    int furthestSteps() {
        return furthest.get();
    }
}
