package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.event.Event;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventSerdeTest {
    private static final Event EVENT =
            new Event("Größe 1", -5, new double[] {1.5, Double.NaN, -0.0}, new String[] {"eu", null, ""});

    @Test
    void readsBackWhatItWrote() {
        assertThat(EventSerde.read(EventSerde.write(EVENT))).isEqualTo(EVENT);
        Event bare = new Event("a", Long.MAX_VALUE);
        assertThat(EventSerde.read(EventSerde.write(bare))).isEqualTo(bare);
    }

    @Test
    void anotherVersionOrDamageIsRefusedNotMisread() {
        byte[] bytes = EventSerde.write(EVENT);
        byte[] newer = bytes.clone();
        newer[0] = 2;
        assertThatThrownBy(() -> EventSerde.read(newer)).hasMessageContaining("format version 2");
        assertThatThrownBy(() -> EventSerde.read(Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageContaining("ends early");
        assertThatThrownBy(() -> EventSerde.read(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("goes on after its end");
    }
}
