package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.FeatureSet;
import io.tidewatch.detector.MeasuredFeature;
import io.tidewatch.event.Event;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FromSource;
import io.tidewatch.window.Outage;
import io.tidewatch.window.SourceTime;
import io.tidewatch.window.SourcedEvent;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FromSourceSerdeTest {
    private static final Event EVENT =
            new Event("Größe 1", -5, new double[] {1.5, Double.NaN, -0.0}, new String[] {"eu", null, ""});

    private static final FeatureSet CPU_DISK = features("cpu", "disk");
    private static final FromSourceSerde SERDE = new FromSourceSerde(FeatureHistory.onlyOf(CPU_DISK));

    private static FeatureSet features(String... names) {
        return new FeatureSet(Stream.of(names)
                .map(name -> new MeasuredFeature(name, Aggregate.MEAN, name))
                .toList());
    }

    private static void assertReadBack(FromSource sent) {
        assertThat(SERDE.read(SERDE.write(sent))).isEqualTo(sent);
    }

    @Test
    void readsBackWhatItWrote() {
        assertReadBack(new SourcedEvent(EVENT, -77, 1_700_000_000_000L, 1L << 40));
        assertReadBack(new SourcedEvent(new Event("a", Long.MAX_VALUE), 5, 0));
        assertReadBack(new SourcedEvent(new Event("x".repeat(1_000), 3, new double[400]), 5, 9));
        assertReadBack(new SourceTime(-77, 1_700_000_000_000L, false));
        assertReadBack(new SourceTime(3, Long.MIN_VALUE, true));
        assertReadBack(new SourceTime(3, 70, true, Outage.since(60, -9)));
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
        assertThat(SERDE.read(bytes.toByteArray())).isEqualTo(new SourcedEvent(EVENT, SourcedEvent.UNKNOWN, -5));
    }

    @Test
    void readsAnIdleSourceThatTheVersionBeforeWroteWithoutItsOutage() {
        byte[] before =
                ByteBuffer.allocate(13).put((byte) 4).putInt(7).putLong(50).array();
        assertThat(SERDE.read(before)).isEqualTo(new SourceTime(7, 50, true));
    }

    @Test
    void anotherVersionOrDamageIsRefusedNotMisread() {
        byte[] bytes = SERDE.write(new SourcedEvent(EVENT, 1, 2));
        byte[] newer = bytes.clone();
        newer[0] = 9;
        assertThatThrownBy(() -> SERDE.read(newer)).hasMessageContaining("kind 9");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SERDE.read(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ends early");
        }
        assertThatThrownBy(() -> SERDE.read(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("goes on after its end");
    }

    @Test
    void eventOfTheFeaturesOfBeforeComesBackWithThoseOfNow() {
        FeatureSet now = features("disk", "net");
        byte[] bytes = SERDE.write(new SourcedEvent(new Event("a", 5, 1.0, 2.0), 3, 4, 6));

        FromSource read = new FromSourceSerde(new FeatureHistory(now, List.of(CPU_DISK, now))).read(bytes);

        assertThat(read).isEqualTo(new SourcedEvent(new Event("a", 5, 2.0, Double.NaN), 3, 4, 6));
        FromSourceSerde unaware = new FromSourceSerde(FeatureHistory.onlyOf(now));
        assertThatThrownBy(() -> unaware.read(bytes))
                .hasMessageContaining("than the configured disk (mean), net (mean)")
                .hasMessageContaining("reset");
    }

    @Test
    void readsWhatTheReleaseBeforeWroteWithoutItsFeatures() {
        byte[] bytes = SERDE.write(new SourcedEvent(EVENT, 1, 2, 3));
        byte[] before = new byte[bytes.length - Integer.BYTES];
        before[0] = 2;
        System.arraycopy(bytes, 1 + Integer.BYTES, before, 1, before.length - 1);

        assertThat(SERDE.read(before)).isEqualTo(new SourcedEvent(EVENT, 1, 2, 3));
    }
}
