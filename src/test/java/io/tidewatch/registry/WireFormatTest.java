package io.tidewatch.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireFormatTest {

    @Test
    void wrapsAsMagicByteThenBigEndianIdThenAvro() {
        assertThat(WireFormat.wrap(0x01020304, new byte[] {9, 8})).containsExactly(0, 1, 2, 3, 4, 9, 8);
    }

    @Test
    void readsBackTheIdItWrote() {
        for (int id : new int[] {0, 1, 255, 256, 1_000_000, Integer.MAX_VALUE, -1}) {
            byte[] wrapped = WireFormat.wrap(id, new byte[0]);
            assertThat(WireFormat.matches(wrapped)).isTrue();
            assertThat(WireFormat.schemaId(wrapped)).isEqualTo(id);
        }
    }

    @Test
    void refusesAnotherMagicByte() {
        assertThat(WireFormat.matches(new byte[] {1, 0, 0, 0, 1, 0})).isFalse();
    }

    @Test
    void refusesBytesTooShortForAnId() {
        assertThat(WireFormat.matches(new byte[0])).isFalse();
        assertThat(WireFormat.matches(new byte[] {0, 0, 0, 1})).isFalse();
    }
}
