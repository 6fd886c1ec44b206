package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueEntitiesTest {
    @ParameterizedTest
    @ValueSource(ints = {50, 5_000})
    void agreesWithASortedListOnRandomCalls(int span) {
        DueEntities<String> due = new DueEntities<>();
        Map<String, Long> reference = new HashMap<>();
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(4) > 0) {
                String key = String.valueOf(random.nextInt(100));
                long at = random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextInt(span);
                due.put(key, at);
                reference.put(key, at);
                continue;
            }
            long now = random.nextInt(span);
            List<String> expected = reference.entrySet().stream()
                    .filter(entry -> entry.getValue() <= now)
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                    .map(Map.Entry::getKey)
                    .toList();
            List<String> taken = new ArrayList<>();
            for (String key = due.next(now); key != null; key = due.next(now)) {
                taken.add(key);
            }
            assertThat(taken).isEqualTo(expected);
            expected.forEach(reference::remove);
        }
    }
}
