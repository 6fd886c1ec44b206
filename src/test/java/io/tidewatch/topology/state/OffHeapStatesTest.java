package io.tidewatch.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffHeapStatesTest {
    private static final int KEYS = 3_000;

    private final KeyValueStore<Bytes, byte[]> recents =
            Stores.inMemoryKeyValueStore("recents").get();
    private final KeyValueStore<Bytes, byte[]> histories =
            Stores.inMemoryKeyValueStore("histories").get();
    private final Map<Bytes, byte[]> recent = new HashMap<>();
    private final Map<Bytes, byte[]> history = new HashMap<>();
    private final Random random = new Random(11);

    @Test
    void whatWasPutLastIsReadWhileThereIsRoom() {
        OffHeapStates states = states(32 * SlabAllocator.CHUNK);

        putAtRandom(states, 40_000, 3_000);

        assertAllAreThere(states);
        assertThat(recents.approximateNumEntries()).isZero();
        assertThat(histories.approximateNumEntries()).isZero();
    }

    @Test
    void whatDoesNotFitIsOnDiskAndReadFromThere() {
        OffHeapStates states = states(SlabAllocator.CHUNK);

        putAtRandom(states, 40_000, 3_000);

        assertAllAreThere(states);
        assertThat(recents.approximateNumEntries()).isBetween(1L, (long) KEYS);
        assertThat(histories.approximateNumEntries()).isBetween(1L, (long) KEYS);
    }

    @Test
    void valuesThatHaveGrownBeyondTheRoomAndShrunkAgainAreInMemoryAgain() {
        OffHeapStates states = states(SlabAllocator.CHUNK);

        putAtRandom(states, 20_000, 10_000);
        putAtRandom(states, 40_000, 50);

        assertAllAreThere(states);
        for (Bytes key : recent.keySet()) {
            recents.put(key, new byte[0]);
            histories.put(key, new byte[0]);
        }
        assertAllAreThere(states);
    }

    @Test
    void whatIsStoredIsOnDiskWhole() {
        OffHeapStates states = states(SlabAllocator.CHUNK);
        putAtRandom(states, 10_000, 3_000);

        states.store();

        recent.forEach((key, value) -> assertThat(recents.get(key)).isEqualTo(value));
        history.forEach((key, value) -> assertThat(histories.get(key)).isEqualTo(value));
    }

    @Test
    void onlyWhatHasChangedIsStoredAgain() {
        OffHeapStates states = states(32 * SlabAllocator.CHUNK);
        putAtRandom(states, 10_000, 3_000);
        states.store();
        recent.keySet().forEach(recents::delete);
        history.keySet().forEach(histories::delete);
        Bytes changed = key(7);
        states.putRecent(changed, states.find(changed), ByteBuffer.wrap(new byte[] {1}));

        states.store();

        assertThat(recents.approximateNumEntries()).isEqualTo(1);
        assertThat(recents.get(changed)).containsExactly(1);
        assertThat(histories.approximateNumEntries()).isZero();
    }

    @Test
    void valuesLongerThanAChunkAreRefusedByMemoryOnlyWhenThereIsNoRoomForThem() {
        OffHeapStates states = states(3 * SlabAllocator.CHUNK);
        byte[] large = new byte[SlabAllocator.CHUNK + 1];
        random.nextBytes(large);
        byte[] tooLarge = new byte[3 * SlabAllocator.CHUNK];
        random.nextBytes(tooLarge);

        put(states, key(1), new byte[] {1}, large);
        put(states, key(2), new byte[] {2}, tooLarge);

        assertAllAreThere(states);
        assertThat(histories.get(key(1))).isNull();
        assertThat(histories.get(key(2))).isEqualTo(tooLarge);
        assertThat(recents.get(key(2))).isNull();
    }

    @Test
    void whatIsDroppedIsNoLongerFound() {
        OffHeapStates states = states(32 * SlabAllocator.CHUNK);
        putAtRandom(states, 10_000, 300);

        states.drop();

        for (Bytes key : recent.keySet()) {
            assertThat(states.find(key)).isEqualTo(OffHeapStates.NOWHERE);
        }
        recent.clear();
        history.clear();
        putAtRandom(states, 10_000, 300);
        assertAllAreThere(states);
    }

    @Test
    void tasksShareTheRoomEvenly() {
        MemoryBudget budget = new MemoryBudget(1, 1, 4L * SlabAllocator.CHUNK);
        SlabAllocator first = new SlabAllocator(budget);
        SlabAllocator second = new SlabAllocator(budget);
        int chunk = SlabAllocator.segments(SlabAllocator.CHUNK) - 1_000;

        budget.taskOpened();
        budget.taskOpened();

        assertThat(first.reserve(chunk)).isTrue();
        assertThat(first.reserve(3 * chunk)).isFalse();
        assertThat(second.reserve(2 * chunk)).isTrue();
        budget.taskClosed();
        second.clear();
        assertThat(first.reserve(4 * chunk)).isTrue();
    }

    private OffHeapStates states(long bytes) {
        return new OffHeapStates(
                new SlabAllocator(new MemoryBudget(1, 1, bytes)),
                new LocalDatabase(recents),
                new LocalDatabase(histories));
    }

    private void putAtRandom(OffHeapStates states, int times, int longest) {
        for (int i = 0; i < times; i++) {
            put(states, key(random.nextInt(KEYS)), bytes(longest / 10), random.nextInt(3) > 0 ? bytes(longest) : null);
            assertIsThere(states, key(random.nextInt(KEYS)));
        }
    }

    private void put(OffHeapStates states, Bytes key, byte[] small, byte @Nullable [] large) {
        int place = states.putRecent(key, states.find(key), ByteBuffer.wrap(small));
        assertThat(states.find(key)).isEqualTo(place);
        recent.put(key, small);
        if (large != null || !history.containsKey(key)) {
            byte[] first = large == null ? new byte[] {7} : large;
            states.putHistory(key, place, ByteBuffer.wrap(first));
            history.put(key, first);
        }
    }

    private byte[] bytes(int longest) {
        byte[] bytes = new byte[random.nextInt(longest)];
        random.nextBytes(bytes);
        return bytes;
    }

    private void assertAllAreThere(OffHeapStates states) {
        recent.keySet().forEach(key -> assertIsThere(states, key));
    }

    private void assertIsThere(OffHeapStates states, Bytes key) {
        int place = states.find(key);
        assertThat(read(states.recent(key, place))).isEqualTo(recent.get(key));
        assertThat(read(states.history(key, place))).isEqualTo(history.get(key));
    }

    private static byte @Nullable [] read(@Nullable ByteBuffer part) {
        if (part == null) {
            return null;
        }
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        return bytes;
    }

    /** Of many lengths, some longer than a segment. */
    private static Bytes key(int number) {
        return Bytes.wrap((number + "x".repeat(number % 7 == 0 ? number % 700 : 1)).getBytes(StandardCharsets.UTF_8));
    }
}
