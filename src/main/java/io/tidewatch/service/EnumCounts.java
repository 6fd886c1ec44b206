package io.tidewatch.service;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** A count for each constant of an enum. Safe for many threads. */
final class EnumCounts<E extends Enum<E>> {
    private final Map<E, LongAdder> counts;

    EnumCounts(Class<E> type) {
        counts = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counts.put(constant, new LongAdder());
        }
    }

    void add(E of) {
        counter(of).increment();
    }

    long of(E constant) {
        return counter(constant).sum();
    }

    long sum() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private LongAdder counter(E of) {
        return Objects.requireNonNull(counts.get(of));
    }
}
