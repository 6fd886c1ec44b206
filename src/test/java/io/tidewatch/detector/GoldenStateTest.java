package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.event.Event;
import io.tidewatch.golden.GoldenFiles;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An entity's state that an earlier build wrote: 400 minutes of two features, then an event of the next minute. */
public class GoldenStateTest {
    private static final long MINUTE_MS = 60_000;
    private static final int MINUTES = 400;
    static final DetectorSpec SPEC = new DetectorSpec(
            "golden",
            List.of(new FeatureSpec("cpu", Aggregate.MEAN), new FeatureSpec("requests", Aggregate.parse("sum"))),
            List.of("mode"),
            new StepSpec(MINUTE_MS, 0, 0),
            32,
            ZoneOffset.UTC,
            0.1,
            ModelSpec.DEFAULT);

    private static void feed(EntityState state, Event event) {
        new Detector(SPEC)
                .onEvent(
                        state,
                        OneSource.event(event),
                        OneSource.at(event.timestampMs()),
                        event.timestampMs(),
                        new RecordedOutcomes());
    }

    private static Event event(int minute, double cpu, double requests) {
        return new Event(
                "host-7", minute * MINUTE_MS, new double[] {cpu, requests}, new String[] {minute % 2 == 0 ? "a" : "b"});
    }

    /** A record of the changelog with everything. */
    public static byte[] written() {
        EntityState state = new Detector(SPEC).newEntity("host-7");
        Random random = new Random(1);
        for (int minute = 0; minute < MINUTES; minute++) {
            feed(state, event(minute, 40 + random.nextGaussian(), 100 + 5 * random.nextGaussian()));
        }
        feed(state, event(MINUTES, 43.5, 120));
        ChangeRecord record = new EntityStateFormat(SPEC, OnlyFeatures.of(SPEC)).record(state);
        if (record.number() != 0) {
            throw new IllegalStateException("record " + record.number() + " does not hold everything");
        }
        return record.bytes();
    }

    private static EntityState golden() throws IOException {
        return Objects.requireNonNull(new EntityStateFormat(SPEC, OnlyFeatures.of(SPEC))
                .restore(null, new ChangeRecord(0, GoldenFiles.read(GoldenFiles.STATE))));
    }

    @Test
    void stateOfAnEarlierBuildIsRead() throws IOException {
        EntityState state = golden();

        assertThat(state.entity()).isEqualTo("host-7");
        assertThat(state.spec()).isEqualTo(SPEC);
        assertThat(state.history().window().count()).isEqualTo(MINUTES);
        assertThat(state.history().window().full()).isTrue();
        assertThat(state.clock.nextDueMs()).isEqualTo((MINUTES + 1) * MINUTE_MS);
        assertThat(state.silentSteps()).isZero();
    }

    @Test
    void stateOfAnEarlierBuildGoesOn() throws IOException {
        EntityState state = golden();

        feed(state, event(MINUTES + 1, 40, 100));

        assertThat(state.history().window().count()).isEqualTo(MINUTES + 1);
        int newest = state.history().window().steps() - 1;
        assertThat(state.history().window().startMs(newest)).isEqualTo(MINUTES * MINUTE_MS);
        assertThat(state.history().window().value(newest, 0))
                .as("the event that the file holds of a step not yet over")
                .isCloseTo(43.5, within(0.1));
    }
}
