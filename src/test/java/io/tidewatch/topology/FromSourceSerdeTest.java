package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.event.Event;
import io.tidewatch.window.FromSource;
import io.tidewatch.window.SourceTime;
import io.tidewatch.window.SourcedEvent;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FromSourceSerdeTest {
    private static final Event EVENT =
            new Event("Größe 1", -5, new double[] {1.5, Double.NaN, -0.0}, new String[] {"eu", null, ""});

    private static void assertReadBack(FromSource sent) {
        assertThat(FromSourceSerde.read(FromSourceSerde.write(sent))).isEqualTo(sent);
    }

    @Test
    void readsBackWhatItWrote() {
        assertReadBack(new SourcedEvent(EVENT, -77, 1_700_000_000_000L, 1L << 40));
        assertReadBack(new SourcedEvent(new Event("a", Long.MAX_VALUE), 5, 0));
        assertReadBack(new SourcedEvent(new Event("x".repeat(1_000), 3, new double[400]), 5, 9));
        assertReadBack(new SourceTime(-77, 1_700_000_000_000L, false));
        assertReadBack(new SourceTime(3, Long.MIN_VALUE, true));
    }

    @Test
    void readsWhatTheReleaseBeforeWroteWithoutItsSource() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(1);
        out.writeUTF("Größe 1");
        out.writeLong(-5);
        out.writeShort(3);
        out.writeDouble(1.5);
        out.writeDouble(Double.NaN);
        out.writeDouble(-0.0);
        out.writeShort(3);
        out.writeBoolean(true);
        out.writeUTF("eu");
        out.writeBoolean(false);
        out.writeBoolean(true);
        out.writeUTF("");
        assertThat(FromSourceSerde.read(bytes.toByteArray()))
                .isEqualTo(new SourcedEvent(EVENT, SourcedEvent.UNKNOWN, -5));
    }

    @Test
    void anotherVersionOrDamageIsRefusedNotMisread() {
        byte[] bytes = FromSourceSerde.write(new SourcedEvent(EVENT, 1, 2));
        byte[] newer = bytes.clone();
        newer[0] = 9;
        assertThatThrownBy(() -> FromSourceSerde.read(newer)).hasMessageContaining("kind 9");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> FromSourceSerde.read(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ends early");
        }
        assertThatThrownBy(() -> FromSourceSerde.read(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("goes on after its end");
    }
}
