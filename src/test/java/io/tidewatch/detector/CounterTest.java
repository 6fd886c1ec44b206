package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Event;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A counter that begins again at a restart. */
class CounterTest {
    private static final long STEP_MS = 300_000;
    private static final int DAY = 288;
    private static final int RESTART = 9 * DAY + 50;
    private static final int SPIKE = 12 * DAY + 100;

    @ParameterizedTest
    @ValueSource(longs = {0, STEP_MS})
    void growthAndRestartAreNoNewsButAHigherRateIs(long lengthMs) {
        DetectorSpec spec = new DetectorSpec(
                "d",
                List.of(new FeatureSpec("bytes_total", Aggregate.parse("rate"))),
                List.of(),
                new StepSpec(lengthMs, 0, 0),
                32,
                ZoneOffset.UTC,
                0.01,
                ModelSpec.DEFAULT);
        Detector detector = new Detector(spec);
        EntityState state = detector.newEntity("host");
        Random random = new Random(5);
        RecordedOutcomes outcomes = new RecordedOutcomes();
        double bytes = 5_000_000;
        for (int i = 0; i < SPIKE + 4; i++) {
            int before = outcomes.alerts.size();
            double usual = 250 + random.nextInt(100);
            bytes = i == RESTART ? 0 : bytes + Math.round(i >= SPIKE ? 8 * usual : usual);
            Event event = new Event("host", i * STEP_MS, bytes);
            detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, outcomes);
            if (i < SPIKE) {
                assertThat(outcomes.alerts).as("step %d", i).hasSize(before);
            }
        }
        assertThat(outcomes.alerts).isNotEmpty();
    }
}
