package io.tidewatch.alert;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.RecordedOutcomes;
import io.tidewatch.event.Event;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/**
 * The alerts of one entity, host-7, that sends two features each minute: cpu, about 40, and orders, a count of about
 * 100. A test sends what it likes after {@link #USUAL} normal minutes.
 */
final class DetectedAlerts {
    static final long MINUTE_MS = 60_000;
    static final int USUAL = 1500;

    private static final DetectorSpec SPEC = new DetectorSpec(
            "shop",
            List.of(new FeatureSpec("cpu", Aggregate.MEAN), new FeatureSpec("orders", Aggregate.MEAN)),
            List.of(),
            new StepSpec(MINUTE_MS, 0, 0),
            32,
            ZoneOffset.UTC,
            0.1,
            ModelSpec.DEFAULT);

    private final Detector detector = new Detector(SPEC);
    private final EntityState state = detector.newEntity("host-7");
    private final RecordedOutcomes outcomes = new RecordedOutcomes();
    private final Random random = new Random(3);
    private int minute;

    DetectedAlerts() {
        normal(USUAL);
    }

    /** Sends normal values for so many minutes. */
    void normal(int minutes) {
        for (int i = 0; i < minutes; i++) {
            send(40 + 2 * random.nextGaussian(), Math.rint(100 + 5 * random.nextGaussian()));
        }
    }

    /** Sends the values of the next minute. */
    void send(double cpu, double orders) {
        long timeMs = minute++ * MINUTE_MS;
        Event event = new Event("host-7", timeMs, cpu, orders);
        detector.onEvent(state, OneSource.event(event), OneSource.at(timeMs), timeMs + 7, outcomes);
    }

    /** Nothing comes for so many minutes. */
    void nothing(int minutes) {
        for (int i = 0; i < minutes; i++) {
            long timeMs = minute++ * MINUTE_MS;
            detector.onTime(state, OneSource.at(timeMs), timeMs + 7, outcomes);
        }
    }

    List<Alert> all() {
        return outcomes.alerts;
    }

    /** The newest of a status. */
    Alert newest(AlertStatus status) {
        return all().stream()
                .filter(alert -> alert.getStatus() == status)
                .reduce((before, after) -> after)
                .orElseThrow(() -> new AssertionError("no alert is " + status + " of " + all()));
    }
}
