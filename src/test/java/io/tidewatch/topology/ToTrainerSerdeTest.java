package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ToTrainerSerdeTest {
    private final ToTrainerSerde serde = new ToTrainerSerde();

    private byte[] write(Detected.ToTrainer message) {
        return serde.serializer().serialize("samples", message);
    }

    private Detected.ToTrainer read(byte... bytes) {
        return serde.deserializer().deserialize("samples", bytes);
    }

    @Test
    void whatIsWrittenIsRead() {
        SampleTime time = new SampleTime(3, 1_600_000_000_000L);
        assertThat(read(write(time))).isEqualTo(time);
        assertThat(read(write(new SampledWindow(7, new byte[] {1, 2, 3}))))
                .isInstanceOfSatisfying(SampledWindow.class, window -> {
                    assertThat(window.partition()).isEqualTo(7);
                    assertThat(window.sample()).containsExactly(1, 2, 3);
                });
    }

    @Test
    void recordOfANewerReleaseIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> read(new byte[] {9, 0, 0, 0, 1, 5}))
                .hasMessageContaining("kind 9")
                .hasMessageContaining("reset the application");
        assertThatThrownBy(() -> read(new byte[] {2, 0, 0, 0, 1, 5})).hasMessageContaining("kind 2 and 6 bytes");
        assertThatThrownBy(() -> read(new byte[] {2})).hasMessageContaining("ends early");
    }
}
