package io.tidewatch.topology.state;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The states that a task holds, as many as its {@link MemoryBudget} says: those used last while enough of them are asked for
 * again; otherwise the same ones all along, as residents, and beside them a few guests.
 *
 * <p>Where far more entities than fit take turns, each that was used last is gone by the time it is wanted. Holding it gains
 * nothing and costs much: it has grown old when it goes, and the collector copies it twice and searches the whole heap to
 * find it. Residents are found each time that it is their turn. Belongs to one thread.
 *
 * @param <K> what a state is found by
 * @param <V> a state
 */
final class StateCache<K, V> {
    /** Less than one in so many asked for again: not worth it. */
    private static final int ONE_IN = 4;

    private final MemoryBudget room;
    private final Consumer<V> leaving;
    /** By recency of use. */
    private final LinkedHashMap<K, V> residents = new LinkedHashMap<>(1024, 0.75f, true);

    private final LinkedHashMap<K, V> guests = new LinkedHashMap<>(16, 0.75f, true);
    private ReuseEstimator returns;
    /** As many states as fit when {@link #returns} was made. */
    private long fitting;

    private long calls;
    private boolean full;
    private boolean withGuests;

    /** @param leaving told each state that has to go for another */
    StateCache(MemoryBudget room, Consumer<V> leaving) {
        this.room = room;
        this.leaving = leaving;
        this.fitting = room.entities();
        this.returns = new ReuseEstimator(fitting);
    }

    /** The state held; null when it is not. */
    @Nullable
    V find(K key) {
        V state = residents.get(key);
        if (state == null) {
            state = guests.get(key);
        }
        returns.ask(key.hashCode());
        calls++;
        if (calls >= fitting) {
            endRound();
        }
        return state;
    }

    /** Holds a state that was not found; others may have to go. */
    void hold(K key, V state) {
        (withGuests ? guests : residents).put(key, state);
        full |= residents.size() > room.entities();
        shorten(residents, room.entities());
        shorten(guests, MemoryBudget.FEWEST);
    }

    private void shorten(Map<K, V> states, long limit) {
        for (long tooMany = states.size() - limit; tooMany > 0; tooMany--) {
            Iterator<V> eldest = states.values().iterator();
            V gone = eldest.next();
            eldest.remove();
            leaving.accept(gone);
        }
    }

    /** A round is as many calls as states fit. */
    private void endRound() {
        boolean worth = returns.atLeastOneIn(ONE_IN);
        if (withGuests && worth) {
            residents.putAll(guests);
            guests.clear();
            withGuests = false;
        } else if (full && !worth) {
            withGuests = true;
        }
        calls = 0;
        full = false;
        if (fitting != room.entities()) {
            fitting = room.entities();
            returns = new ReuseEstimator(fitting);
        }
    }

    void forEach(Consumer<V> told) {
        residents.values().forEach(told);
        guests.values().forEach(told);
    }

    int size() {
        return residents.size() + guests.size();
    }

    void clear() {
        residents.clear();
        guests.clear();
    }
}
