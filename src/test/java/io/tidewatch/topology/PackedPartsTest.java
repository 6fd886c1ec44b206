package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class PackedPartsTest {
    private static final int KEYS = 3_000;

    private final KeyValueStore<Bytes, byte[]> disk =
            Stores.inMemoryKeyValueStore("disk").get();
    private final Map<Bytes, byte[]> put = new HashMap<>();
    private final Random random = new Random(11);

    @Test
    void whatWasPutLastIsReadWhileThereIsRoom() {
        PackedParts parts = parts(16 * PackedMemory.CHUNK);

        putAtRandom(parts, 40_000, 3_000);

        assertAllAreThere(parts);
        assertThat(disk.approximateNumEntries()).isZero();
    }

    @Test
    void whatDoesNotFitIsOnDiskAndReadFromThere() {
        PackedParts parts = parts(PackedMemory.CHUNK);

        putAtRandom(parts, 40_000, 3_000);

        assertAllAreThere(parts);
        assertThat(disk.approximateNumEntries()).isBetween(1L, (long) KEYS);
    }

    @Test
    void valuesThatHaveGrownBeyondTheRoomAndShrunkAgainAreInMemoryAgain() {
        PackedParts parts = parts(PackedMemory.CHUNK);

        putAtRandom(parts, 20_000, 10_000);
        putAtRandom(parts, 40_000, 100);

        assertAllAreThere(parts);
        for (Bytes key : put.keySet()) {
            disk.put(key, new byte[0]);
        }
        assertAllAreThere(parts);
    }

    @Test
    void whatIsStoredIsOnDiskWhole() {
        PackedParts parts = parts(PackedMemory.CHUNK);
        putAtRandom(parts, 10_000, 3_000);

        parts.store();

        put.forEach((key, value) -> assertThat(disk.get(key)).isEqualTo(value));
    }

    @Test
    void onlyWhatHasChangedIsStoredAgain() {
        PackedParts parts = parts(16 * PackedMemory.CHUNK);
        putAtRandom(parts, 10_000, 3_000);
        parts.store();
        put.keySet().forEach(disk::delete);
        Bytes changed = key(7);
        parts.put(changed, new byte[] {1});

        parts.store();

        assertThat(disk.approximateNumEntries()).isEqualTo(1);
        assertThat(disk.get(changed)).containsExactly(1);
    }

    @Test
    void valuesLongerThanAChunkAreRefusedByMemoryOnlyWhenThereIsNoRoomForThem() {
        PackedParts parts = parts(3 * PackedMemory.CHUNK);
        byte[] large = new byte[PackedMemory.CHUNK + 1];
        random.nextBytes(large);
        byte[] tooLarge = new byte[3 * PackedMemory.CHUNK];
        random.nextBytes(tooLarge);

        parts.put(key(1), large);
        parts.put(key(2), tooLarge);

        assertThat(parts.get(key(1))).isEqualTo(large);
        assertThat(parts.get(key(2))).isEqualTo(tooLarge);
        assertThat(disk.get(key(1))).isNull();
        assertThat(disk.get(key(2))).isEqualTo(tooLarge);
    }

    @Test
    void tasksShareTheRoomEvenly() {
        StateRoom room = new StateRoom(1, 1, 4L * PackedMemory.CHUNK);
        PackedMemory first = new PackedMemory(room);
        PackedMemory second = new PackedMemory(room);
        int chunk = PackedMemory.segments(PackedMemory.CHUNK) - 1_000;

        room.taskOpened();
        room.taskOpened();

        assertThat(first.reserve(chunk)).isTrue();
        assertThat(first.reserve(3 * chunk)).isFalse();
        assertThat(second.reserve(2 * chunk)).isTrue();
        room.taskClosed();
        second.clear();
        assertThat(first.reserve(4 * chunk)).isTrue();
    }

    private PackedParts parts(long bytes) {
        return new PackedParts(new PackedMemory(new StateRoom(1, 1, bytes)), disk);
    }

    private void putAtRandom(PackedParts parts, int times, int longest) {
        for (int i = 0; i < times; i++) {
            Bytes key = key(random.nextInt(KEYS));
            byte[] value = new byte[random.nextInt(longest)];
            random.nextBytes(value);
            parts.put(key, value);
            put.put(key, value);
            Bytes asked = key(random.nextInt(KEYS));
            assertThat(parts.get(asked)).isEqualTo(put.get(asked));
        }
    }

    private void assertAllAreThere(PackedParts parts) {
        put.forEach((key, value) -> assertThat(parts.get(key)).isEqualTo(value));
    }

    /** Of many lengths, some longer than a segment. */
    private static Bytes key(int number) {
        return Bytes.wrap((number + "x".repeat(number % 7 == 0 ? number % 700 : 1)).getBytes(StandardCharsets.UTF_8));
    }
}
