package io.tidewatch.topology.state;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The states that a task holds on the heap, as many as its {@link MemoryBudget} allows. While enough states are asked
 * for again, it holds the last used ones. Otherwise it keeps the same states as residents, and a few others as guests.
 *
 * <p>Where far more entities than fit take turns, the last used states are removed before they are asked for again.
 * Holding them gains nothing and costs much: they are in the old generation by then, so the collector has copied them
 * twice and marks the whole heap to free them. Residents are found each time. Belongs to one thread.
 *
 * @param <K> key of a state
 * @param <V> a state
 */
final class StateCache<K, V> {
    /** Holding the last used states is worth it if at least one call in so many is for one of them. */
    private static final int ONE_IN = 4;

    private final MemoryBudget budget;
    private final Consumer<V> leaving;
    /** In the order of their last use. */
    private final LinkedHashMap<K, V> residents = new LinkedHashMap<>(1024, 0.75f, true);

    private final LinkedHashMap<K, V> guests = new LinkedHashMap<>(16, 0.75f, true);
    private ReuseEstimator reuse;
    /** Number of states that fitted when {@link #reuse} was made. */
    private long fitting;

    private long calls;
    private boolean full;
    private boolean withGuests;

    /** @param leaving receives each state that is removed for another */
    StateCache(MemoryBudget budget, Consumer<V> leaving) {
        this.budget = budget;
        this.leaving = leaving;
        this.fitting = budget.entities();
        this.reuse = new ReuseEstimator(fitting);
    }

    /** The state held; null when it is not. */
    @Nullable
    V find(K key) {
        V state = residents.get(key);
        if (state == null) {
            state = guests.get(key);
        }
        reuse.ask(key.hashCode());
        calls++;
        if (calls >= fitting) {
            endRound();
        }
        return state;
    }

    /** Holds a state that was not found; this may remove others. */
    void hold(K key, V state) {
        (withGuests ? guests : residents).put(key, state);
        full |= residents.size() > budget.entities();
        shorten(residents, budget.entities());
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

    /** Decides after each round whether to hold guests; a round is as many calls as states fit. */
    private void endRound() {
        boolean worth = reuse.atLeastOneIn(ONE_IN);
        if (withGuests && worth) {
            residents.putAll(guests);
            guests.clear();
            withGuests = false;
        } else if (full && !worth) {
            withGuests = true;
        }
        calls = 0;
        full = false;
        if (fitting != budget.entities()) {
            fitting = budget.entities();
            reuse = new ReuseEstimator(fitting);
        }
    }

    void forEach(Consumer<V> action) {
        residents.values().forEach(action);
        guests.values().forEach(action);
    }

    void clear() {
        residents.clear();
        guests.clear();
    }
}
