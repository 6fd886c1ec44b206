package io.tidewatch.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedCacheTest {

    @Test
    void keepsWhatIsUsedAndDropsWhatWasNotForLongest() {
        BoundedCache<Integer, String> cache = new BoundedCache<>(3);
        cache.put(0, "used");
        for (int i = 1; i < 1_000; i++) {
            cache.put(i, "once");
            assertThat(cache.get(0)).isEqualTo("used");
        }
        assertThat(cache.get(998)).isEqualTo("once");
        assertThat(cache.get(997)).isNull();
    }
}
