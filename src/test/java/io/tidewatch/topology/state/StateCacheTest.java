package io.tidewatch.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class StateCacheTest {
    private static final int FIT = 1_000;

    private final List<Integer> left = new ArrayList<>();
    private final StateCache<Integer, Integer> states = new StateCache<>(new MemoryBudget(FIT, 1, 0), left::add);
    private int found;

    @Test
    void entitiesThatFitAreAllHeld() {
        ask(20_000, i -> i % FIT);

        assertThat(held()).hasSize(FIT);
        assertThat(found).isEqualTo(20_000 - FIT);
        assertThat(left).isEmpty();
    }

    @Test
    void ofEntitiesThatTakeTurnsAndDoNotFitThoseThatFitAreFound() {
        ask(3 * FIT, i -> i % (5 * FIT));
        found = 0;
        ask(10 * FIT, i -> i % (5 * FIT));

        assertThat(found).isEqualTo(2 * FIT);
        assertThat(held()).hasSize(FIT + MemoryBudget.FEWEST);
    }

    @Test
    void whenOthersComeBackAgainAndAgainTheyAreHeld() {
        ask(10 * FIT, i -> i % (5 * FIT));
        ask(20 * FIT, i -> 5 * FIT + i % FIT);
        found = 0;
        ask(FIT, i -> 5 * FIT + i % FIT);

        assertThat(found).isEqualTo(FIT);
        assertThat(held()).hasSize(FIT);
    }

    @Test
    void aFewStrangersAmongThoseThatComeBackChangeNothing() {
        Random random = new Random(3);

        ask(20 * FIT, i -> random.nextInt(10) == 0 ? FIT + i : i % (FIT / 2));

        assertThat(held()).hasSize(FIT);
        assertThat(found).isGreaterThan(16 * FIT);
    }

    @Test
    void eachStateThatIsNotHeldAnyMoreIsTold() {
        Random random = new Random(4);
        Set<Integer> asked = new HashSet<>();

        ask(60 * FIT, i -> {
            int entity = random.nextInt(7 * FIT);
            asked.add(entity);
            return entity;
        });

        Set<Integer> known = new HashSet<>(left);
        known.addAll(held());
        assertThat(held()).doesNotHaveDuplicates();
        assertThat(known).isEqualTo(asked);
    }

    private List<Integer> held() {
        List<Integer> held = new ArrayList<>();
        states.forEach(held::add);
        return held;
    }

    private void ask(int calls, IntUnaryOperator entityOf) {
        for (int i = 0; i < calls; i++) {
            int entity = entityOf.applyAsInt(i);
            if (states.find(entity) == null) {
                states.hold(entity, entity);
            } else {
                found++;
            }
        }
    }
}
