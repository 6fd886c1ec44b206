package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class DueEntitiesTest {
    private static Bytes key(int id) {
        return Bytes.wrap(new byte[] {(byte) id});
    }

    @Test
    void agreesWithASortedListOnRandomCalls() {
        DueEntities due = new DueEntities();
        Map<Bytes, Long> reference = new HashMap<>();
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(4) > 0) {
                Bytes key = key(random.nextInt(100));
                long at = random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextInt(50);
                due.put(key, at);
                reference.put(key, at);
                continue;
            }
            long now = random.nextInt(50);
            List<Bytes> expected = reference.entrySet().stream()
                    .filter(entry -> entry.getValue() <= now)
                    .sorted(Map.Entry.<Bytes, Long>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(due.takeUntil(now)).isEqualTo(expected);
            expected.forEach(reference::remove);
        }
    }
}
