package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class HeldStatesTest {
    private static final int FIT = 1_000;

    private final HeldStates room = new HeldStates(new HeapShare(FIT, 1));
    /** By recency of use, as the states are held. */
    private final LinkedHashSet<Integer> held = new LinkedHashSet<>();

    private int found;

    @Test
    void entitiesThatFitAreAllHeld() {
        ask(20_000, i -> i % FIT);

        assertThat(held).hasSize(FIT);
        assertThat(found).isEqualTo(20_000 - FIT);
    }

    @Test
    void ofEntitiesThatTakeTurnsAndDoNotFitOnlyTheNewestAreHeld() {
        ask(10 * FIT, i -> i % (5 * FIT));

        assertThat(room.limit()).isEqualTo(HeapShare.FEWEST);
        assertThat(held).hasSize(HeapShare.FEWEST);
    }

    @Test
    void whenTheyComeBackAgainTheyAreHeldAgain() {
        ask(10 * FIT, i -> i % (5 * FIT));
        ask(20 * FIT, i -> i % FIT);

        assertThat(room.limit()).isEqualTo(FIT);
        assertThat(held).hasSize(FIT);
    }

    @Test
    void aFewStrangersAmongThoseThatComeBackChangeNothing() {
        Random random = new Random(3);

        ask(20 * FIT, i -> random.nextInt(10) == 0 ? FIT + i : i % (FIT / 2));

        assertThat(room.limit()).isEqualTo(FIT);
        assertThat(found).isGreaterThan(16 * FIT);
    }

    private void ask(int calls, IntUnaryOperator entityOf) {
        for (int i = 0; i < calls; i++) {
            int entity = entityOf.applyAsInt(i);
            boolean there = held.remove(entity);
            room.asked(there);
            found += there ? 1 : 0;
            held.add(entity);
            while (held.size() > room.limit()) {
                Iterator<Integer> eldest = held.iterator();
                eldest.next();
                eldest.remove();
                room.gone();
            }
        }
    }
}
