package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AnomalyKind;
import io.tidewatch.Contribution;
import io.tidewatch.event.Event;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorTest {
    private static final long MINUTE_MS = 60_000;
    private static final DetectorSpec SPEC = new DetectorSpec(
            "d",
            List.of(new FeatureSpec("cpu", Aggregate.MEAN), new FeatureSpec("requests", Aggregate.parse("sum"))),
            List.of(),
            new StepSpec(MINUTE_MS, 0, 2 * MINUTE_MS),
            32,
            ZoneOffset.UTC,
            0.1,
            ModelSpec.DEFAULT);

    private final RecordedOutcomes outcomes = new RecordedOutcomes();
    private final List<StepResult> steps = outcomes.steps;
    private final List<Alert> alerts = outcomes.alerts;

    private final Detector detector = new Detector(SPEC);
    private final Random random = new Random(9);

    private Event normal(int minute) {
        return new Event("host", minute * MINUTE_MS, 40 + 2 * random.nextGaussian(), 100 + 5 * random.nextGaussian());
    }

    private void feed(EntityState state, Event event) {
        detector.onEvent(
                state, OneSource.event(event), OneSource.at(event.timestampMs()), event.timestampMs(), outcomes);
    }

    private EntityState learned(int minutes) {
        EntityState state = detector.newEntity("host");
        for (int i = 0; i < minutes; i++) {
            feed(state, normal(i));
        }
        return state;
    }

    @Test
    void normalDataRaisesNothing() {
        learned(2_000);
        assertThat(alerts).isEmpty();
        assertThat(steps.get(10).phase()).isEqualTo(StepResult.Phase.LEARNING);
        assertThat(steps.get(10).score()).isZero();
        assertThat(steps.get(1_000).phase()).isEqualTo(StepResult.Phase.WITHOUT_MODEL);
    }

    @Test
    void spikeIsAPointAnomalyOfItsFeatureWithWhatWasExpected() {
        EntityState state = learned(1_500);
        feed(state, new Event("host", 1_500 * MINUTE_MS, 95, 100));
        feed(state, normal(1_501));
        assertThat(alerts).hasSize(1);
        Alert alert = alerts.get(0);
        assertThat(alert.getStatus()).isEqualTo(AlertStatus.OPEN);
        assertThat(alert.getKind()).isEqualTo(AnomalyKind.POINT);
        assertThat(alert.getStartedAt().toEpochMilli()).isEqualTo(1_500 * MINUTE_MS);
        assertThat(alert.getContributions().get(0).getFeature()).isEqualTo("cpu");
        assertThat(alert.getContributions().get(0).getActual()).isBetween(94.9, 95.1);
        assertThat(alert.getContributions().get(0).getExpected()).isBetween(38.0, 42.0);
        assertThat(alert.getContributions().get(0).getUpper()).isBetween(42.0, 55.0);
        assertThat(alert.getMessage()).startsWith("cpu of host was 95 at Jan 2 01:00:00, expected");
        assertThat(alert.getWindow().getFeatures()).hasSize(2);
        assertThat(alert.getWindow().getStepTimes()).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e15, 1e20, 1e30, 3e38, 1e39, 1e300, -1e300, Double.MAX_VALUE})
    void valueHoweverLargeIsAPointAnomalyAtOnce(double value) {
        EntityState state = learned(600);
        feed(state, new Event("host", 600 * MINUTE_MS, value, 100));
        feed(state, normal(601));
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).getKind()).isEqualTo(AnomalyKind.POINT);
        assertThat(alerts.get(0).getStartedAt().toEpochMilli()).isEqualTo(600 * MINUTE_MS);
        assertThat(alerts.get(0).getContributions().get(0).getFeature()).isEqualTo("cpu");
        assertThat(alerts.get(0).getContributions().get(0).getActual()).isNotNull();
        assertThat(Math.abs(alerts.get(0).getContributions().get(0).getActual()))
                .isGreaterThan(1e14);
    }

    @Test
    void bandOfAFeatureThatIsNeverNegativeDoesNotReachBelowZero() {
        EntityState state = detector.newEntity("host");
        for (int i = 0; i < 600; i++) {
            feed(state, new Event("host", i * MINUTE_MS, Math.abs(random.nextGaussian()), 100));
        }
        feed(state, new Event("host", 600 * MINUTE_MS, 95, 100));
        feed(state, new Event("host", 601 * MINUTE_MS, 0.5, 100));

        Contribution cpu = alerts.get(0).getContributions().get(0);
        assertThat(cpu.getFeature()).isEqualTo("cpu");
        assertThat(cpu.getLower()).isZero();
        assertThat(cpu.getUpper()).isBetween(1.5, 6.0);
    }

    @Test
    void silentEntityIsACollectiveAnomaly() {
        EntityState state = learned(600);
        for (int minute = 600; minute < 640; minute++) {
            detector.onTime(state, OneSource.at(minute * MINUTE_MS), minute * MINUTE_MS, outcomes);
        }
        assertThat(alerts).isNotEmpty();
        assertThat(alerts.get(0).getKind()).isEqualTo(AnomalyKind.COLLECTIVE);
        assertThat(alerts.get(0).getStartedAt().toEpochMilli()).isBetween(600 * MINUTE_MS, 606 * MINUTE_MS);
    }

    @Test
    void entityThatNeverSentAValueIsNotSilent() {
        EntityState state = detector.newEntity("host");
        for (int minute = 0; minute < 600; minute++) {
            feed(state, new Event("host", minute * MINUTE_MS, Double.NaN, Double.NaN));
        }
        for (int minute = 600; minute < 640; minute++) {
            detector.onTime(state, OneSource.at(minute * MINUTE_MS), minute * MINUTE_MS, outcomes);
        }
        assertThat(steps).hasSizeGreaterThan(600);
        assertThat(alerts).isEmpty();
    }

    @Test
    void incidentClosesWhenTheEntityIsNormalAgain() {
        EntityState state = learned(1_500);
        feed(state, new Event("host", 1_500 * MINUTE_MS, 95, 100));
        for (int i = 1_501; i < 1_700; i++) {
            feed(state, normal(i));
        }
        assertThat(alerts).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN, AlertStatus.CLOSED);
        assertThat(alerts).extracting(Alert::getId).containsOnly(alerts.get(0).getId());
    }

    @Test
    void severityOfAnIncidentNeverFallsAndItsThresholdIsTheOneThatItOpenedAt() {
        EntityState state = learned(600);
        for (int i = 600; i < 760; i++) {
            feed(state, new Event("host", i * MINUTE_MS, 95, 100));
        }
        assertThat(alerts).hasSizeGreaterThan(2);
        assertThat(alerts)
                .extracting(Alert::getThreshold)
                .containsOnly(alerts.get(0).getThreshold());
        assertThat(alerts).extracting(Alert::getSeverity).isSorted();
    }

    @Test
    void lateEventIsReportedAndLeftOut() {
        EntityState state = learned(100);
        feed(state, new Event("host", 10 * MINUTE_MS, 1e9, 1e9));
        assertThat(outcomes.late).isEqualTo(1);
        assertThat(alerts).isEmpty();
    }
}
