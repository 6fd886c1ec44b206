package io.tidewatch.topology;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The states that a task holds, as many as its {@link StateRoom} says: those used last while enough of them are asked for
 * again; otherwise the same ones all along, as residents, and beside them a few guests.
 *
 * <p>Where far more entities than fit take turns, each that was used last is gone by the time it is wanted. Holding it gains
 * nothing and costs much: it has grown old when it goes, and the collector copies it twice and searches the whole heap to
 * find it. Residents are found each time that it is their turn. Now and then it is tried again whether those used last are
 * asked for. Belongs to one thread.
 *
 * @param <K> what a state is found by
 * @param <V> a state
 */
final class HeldStates<K, V> {
    /** Less than one in so many found: not worth it. */
    private static final int ONE_IN = 4;

    /** Of so many rounds, one is spent on trying again; a round is as many calls as states fit. */
    private static final int ROUNDS = 16;

    private final StateRoom room;
    private final Consumer<V> leaving;
    /** By recency of use. */
    private final LinkedHashMap<K, V> residents = new LinkedHashMap<>(1024, 0.75f, true);

    private final LinkedHashMap<K, V> guests = new LinkedHashMap<>(16, 0.75f, true);
    private long calls;
    private long found;
    private boolean full;
    private int roundsWithGuests;

    /** @param leaving told each state that has to go for another */
    HeldStates(StateRoom room, Consumer<V> leaving) {
        this.room = room;
        this.leaving = leaving;
    }

    /** The state held; null when it is not. */
    @Nullable
    V find(K key) {
        V state = residents.get(key);
        if (state == null) {
            state = guests.get(key);
        }
        calls++;
        found += state != null ? 1 : 0;
        if (calls >= room.entities()) {
            endRound();
        }
        return state;
    }

    /** Holds a state that was not found; others may have to go. */
    void hold(K key, V state) {
        (roundsWithGuests > 0 ? guests : residents).put(key, state);
        full |= residents.size() > room.entities();
        shorten(residents, room.entities());
        shorten(guests, StateRoom.FEWEST);
    }

    private void shorten(Map<K, V> states, long limit) {
        for (long tooMany = states.size() - limit; tooMany > 0; tooMany--) {
            Iterator<V> eldest = states.values().iterator();
            V gone = eldest.next();
            eldest.remove();
            leaving.accept(gone);
        }
    }

    private void endRound() {
        if (roundsWithGuests > 0) {
            roundsWithGuests--;
            if (roundsWithGuests == 0) {
                residents.putAll(guests);
                guests.clear();
            }
        } else if (full && found < calls / ONE_IN) {
            roundsWithGuests = ROUNDS;
        }
        calls = 0;
        found = 0;
        full = false;
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
