package io.tidewatch.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which windows are kept to learn from: a bounded number, as many of each entity, newer ones rather than older ones.
 *
 * <p>A window's weight falls to 1/e in {@value #DAYS} days of event time (forward decay; Cormode, Shkapenyuk,
 * Srivastava,
 * Xu, ICDE 2009). Of each entity those with the highest keys are kept, a key being the logarithm of the weight plus a
 * number drawn from a Gumbel distribution: that is a sample without replacement by these weights (Efraimidis and
 * Spirakis 2006, in the form of the Gumbel-max trick: Vieira 2014). The number is drawn by a hash of entity and
 * step, so
 * the choice is a function of the windows. When there are too many, the entity that has most loses the one with the
 * lowest key.
 *
 * <p>Windows arrive in any order, and wait until they are {@linkplain #take taken} in the order of their {@link
 * SampleKey}: which are kept at a time depends on nothing else. This is an index; the bytes lie in a {@link
 * SampleStore}. Not thread-safe.
 */
public final class Reservoir {
    private static final int DAYS = 14;
    private static final double DECAY_MS = DAYS * 86_400_000.0;

    /** An entity without a window for so long is forgotten when a training begins, milliseconds. */
    private static final long FORGOTTEN_AFTER_MS = 4 * DAYS * 86_400_000L;

    /** So many times the capacity may wait: a training may last, while a backlog is read. */
    private static final int WAITING = 8;

    private static final long USE = 2;

    private final int capacity;
    private final SampleStore store;
    private final TreeSet<SampleKey> waiting = new TreeSet<>();
    private final Map<String, Share> byEntity = new HashMap<>();
    private final TreeSet<Share> shares = new TreeSet<>();
    private int size;
    private long dropped;

    private record Ranked(double rank, SampleKey key) implements Comparable<Ranked> {
        private static final Comparator<Ranked> ORDER =
                Comparator.comparingDouble(Ranked::rank).thenComparing(Ranked::key);

        private static Ranked of(SampleKey key) {
            double gumbel = -Math.log(-Math.log(WindowHash.uniform(key.entity(), key.stepMs(), USE)));
            return new Ranked(key.stepMs() / DECAY_MS + gumbel, key);
        }

        @Override
        public int compareTo(Ranked other) {
            return ORDER.compare(this, other);
        }
    }

    /** The windows of one entity; the one that has most comes first. Out of the set while it changes. */
    private static final class Share implements Comparable<Share> {
        private final TreeSet<Ranked> kept = new TreeSet<>();

        @Override
        public int compareTo(Share other) {
            if (this == other) {
                return 0;
            }
            int more = Integer.compare(other.kept.size(), kept.size());
            return more != 0 ? more : kept.first().compareTo(other.kept.first());
        }
    }

    /** @param capacity windows kept at most, at least 1 */
    public Reservoir(int capacity, SampleStore store) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity of " + capacity + " windows");
        }
        this.capacity = capacity;
        this.store = store;
    }

    /**
     * Goes on with what lies in the store.
     *
     * @param takenMs windows up to this time have been taken before
     */
    void restore(long takenMs) {
        store.forEach(key -> {
            if (key.takenMs() > takenMs) {
                waiting.add(key);
            } else {
                keep(Ranked.of(key));
            }
        });
    }

    /** Lets a window wait until it is taken. Where too many wait already it is dropped, and counted. */
    void add(SampleKey key, byte[] sample) {
        if (waiting.size() >= (long) WAITING * capacity) {
            dropped++;
            return;
        }
        if (waiting.add(key)) {
            store.put(key, sample);
        }
    }

    /** The window to be taken next; null when none waits. */
    @Nullable
    SampleKey next() {
        return waiting.isEmpty() ? null : waiting.first();
    }

    /** Takes the next window, which may drop another. */
    void take() {
        keep(Ranked.of(java.util.Objects.requireNonNull(waiting.pollFirst())));
        if (size > capacity) {
            Share most = shares.first();
            drop(most, most.kept.first());
        }
    }

    private void keep(Ranked window) {
        Share share = byEntity.computeIfAbsent(window.key().entity(), entity -> new Share());
        shares.remove(share);
        if (share.kept.add(window)) {
            size++;
        }
        shares.add(share);
    }

    private void drop(Share share, Ranked window) {
        shares.remove(share);
        share.kept.remove(window);
        size--;
        if (share.kept.isEmpty()) {
            byEntity.remove(window.key().entity());
        } else {
            shares.add(share);
        }
        store.delete(window.key());
    }

    /**
     * Drops the windows of entities that have had none for long: machines that are gone are not to be learned for ever.
     */
    void forget(long nowMs) {
        List<Share> gone = byEntity.values().stream()
                .filter(share ->
                        share.kept.stream().allMatch(window -> window.key().stepMs() < nowMs - FORGOTTEN_AFTER_MS))
                .toList();
        gone.forEach(share -> List.copyOf(share.kept).forEach(window -> drop(share, window)));
    }

    /** The windows that are kept, in order of time. */
    List<SampleKey> kept() {
        List<SampleKey> keys = new ArrayList<>(size);
        shares.forEach(share -> share.kept.forEach(window -> keys.add(window.key())));
        keys.sort(Comparator.comparingLong(SampleKey::stepMs).thenComparing(SampleKey::entity));
        return keys;
    }

    int size() {
        return size;
    }

    /** Windows that wait to be taken. */
    int waiting() {
        return waiting.size();
    }

    /** Windows dropped because too many waited. */
    long dropped() {
        return dropped;
    }
}
