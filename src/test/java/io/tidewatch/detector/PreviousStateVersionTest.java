package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Event;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Entity states of format version 19, which knew nothing of what comes each month. */
class PreviousStateVersionTest {
    private static final long MINUTE_MS = 60_000;
    private static final DetectorSpec SPEC = new DetectorSpec(
            "d",
            List.of(new FeatureSpec("cpu", Aggregate.MEAN)),
            List.of(),
            new StepSpec(MINUTE_MS, 0, 0),
            32,
            ZoneOffset.UTC,
            0.1,
            ModelSpec.DEFAULT);

    private static byte[] bytes(ByteBuffer written) {
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }

    @Test
    void stateIsReadAsItWas() {
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("host");
        Random random = new Random(1);
        for (int minute = 0; minute < 300; minute++) {
            Event event = new Event("host", minute * MINUTE_MS, random.nextGaussian());
            detector.onEvent(
                    state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, new RecordedOutcomes());
        }
        EntityStateFormat format = new EntityStateFormat(SPEC, OnlyFeatures.of(SPEC));
        // The recent part tells which record the history belongs to.
        format.record(state);
        byte[] history = bytes(format.writeHistory(state));
        byte[] recent = bytes(format.writeRecent(state));
        ByteBuffer incidents = ByteBuffer.allocate(1024);
        state.history().incidents().write(incidents);
        // After the version, the empty name of the model, the silence and the budget; before three numbers of blips.
        int silence = 4 * Double.BYTES + 2 * Integer.BYTES + Long.BYTES + 1;
        int months = 1 + 1 + silence + Double.BYTES + incidents.position() - 1 - Double.BYTES - 2;
        assertThat(history[months]).isZero();
        ByteBuffer previousHistory = ByteBuffer.allocate(history.length - 1)
                .put((byte) 19)
                .put(history, 1, months - 1)
                .put(history, months + 1, history.length - months - 1)
                .flip();
        ByteBuffer previousRecent = ByteBuffer.wrap(recent.clone()).put(0, (byte) 19);

        EntityState read = format.read(previousRecent, () -> previousHistory);

        assertThat(bytes(format.writeHistory(read))).isEqualTo(history);
        assertThat(bytes(format.writeRecent(read))).isEqualTo(recent);
    }
}
