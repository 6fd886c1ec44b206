package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AlertWindow;
import io.tidewatch.AnomalyKind;
import io.tidewatch.Severity;
import io.tidewatch.simulation.AnomalyType;
import io.tidewatch.simulation.InjectedAnomaly;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatchReportTest {
    private static final long STEP_MS = 1_000;
    private static final long TOLERANCE_MS = 3 * STEP_MS;

    /** Steps 100 to 109. */
    private static final InjectedAnomaly SHIFT =
            new InjectedAnomaly("a", AnomalyType.LEVEL_SHIFT, List.of(0), 9, 100 * STEP_MS, 110 * STEP_MS);

    /** A message about a step, of an incident that started there too. */
    private static Alert alert(String id, String entity, AlertStatus status, AnomalyKind kind, long step) {
        Instant at = Instant.ofEpochMilli(step * STEP_MS);
        Instant end = at.plusMillis(STEP_MS);
        return Alert.newBuilder()
                .setId(id)
                .setStatus(status)
                .setSequence(0)
                .setKind(kind)
                .setSeverity(Severity.MAJOR)
                .setEntity(entity)
                .setDetector("d")
                .setStartedAt(at)
                .setWindowStart(at)
                .setWindowEnd(end)
                .setDetectedAt(end)
                .setScore(0.9)
                .setProbability(1e-6)
                .setThreshold(1e-4)
                .setContributions(List.of())
                .setModelVersion(null)
                .setMessage("")
                .setWindow(
                        status == AlertStatus.CLOSED
                                ? null
                                : AlertWindow.newBuilder()
                                        .setStepTimes(List.of(at))
                                        .setFeatures(List.of())
                                        .build())
                .build();
    }

    private static Alert open(String id, String entity, long step) {
        return alert(id, entity, AlertStatus.OPEN, AnomalyKind.POINT, step);
    }

    private static CatchReport report(Alert... alerts) {
        return new CatchReport(List.of(SHIFT), List.of(alerts), TOLERANCE_MS);
    }

    @Test
    void alertFromTheOnsetUntilTheToleranceAfterTheEndCatches() {
        for (long step : new long[] {100, 105, 109, 112}) {
            assertThat(report(open("i", "a", step)).caught())
                    .as("step %d", step)
                    .isEqualTo(1);
            assertThat(report(open("i", "a", step)).falseAlarms()).isZero();
        }
        for (long step : new long[] {99, 113}) {
            assertThat(report(open("i", "a", step)).caught())
                    .as("step %d", step)
                    .isZero();
            assertThat(report(open("i", "a", step)).falseAlarms()).isEqualTo(1);
        }
    }

    @Test
    void alertOfAnotherEntityIsFalse() {
        CatchReport report = report(open("i", "b", 105));
        assertThat(report.caught()).isZero();
        assertThat(report.falseAlarms()).isEqualTo(1);
    }

    @Test
    void incidentOpenedBeforeCatchesOnlyWhenItIsToldToBeWorseMeanwhile() {
        Alert before = open("i", "a", 90);
        assertThat(report(before, alert("i", "a", AlertStatus.CLOSED, AnomalyKind.POINT, 105))
                        .caught())
                .isZero();
        CatchReport worse = report(before, alert("i", "a", AlertStatus.UPDATE, AnomalyKind.COLLECTIVE, 105));
        assertThat(worse.caught()).isEqualTo(1);
        assertThat(worse.falseAlarms()).isZero();
    }

    @Test
    void twoIncidentsCatchOneAnomalyOnceAndNoneOfThemIsFalse() {
        CatchReport report = report(open("i", "a", 101), open("j", "a", 106));
        assertThat(report.caught()).isEqualTo(1);
        assertThat(report.incidents()).isEqualTo(2);
        assertThat(report.falseAlarms()).isZero();
    }

    @Test
    void kindIsTheNewestOneTold() {
        CatchReport report =
                report(open("i", "a", 101), alert("i", "a", AlertStatus.UPDATE, AnomalyKind.COLLECTIVE, 104));
        assertThat(report.rightKind(io.tidewatch.decision.AnomalyKind.COLLECTIVE))
                .isEqualTo(1);
        assertThat(report(open("i", "a", 101)).rightKind(io.tidewatch.decision.AnomalyKind.COLLECTIVE))
                .isZero();
    }

    @Test
    void messageWithoutAWindowCountsByItsEnd() {
        Alert bare = open("i", "a", 105);
        bare.setWindow(null);
        assertThat(report(bare).caught()).isEqualTo(1);
    }

    @Test
    void tableTellsInjectedCaughtMissedAndFalse() {
        InjectedAnomaly spike = new InjectedAnomaly("a", AnomalyType.SPIKE, List.of(1), 12, 0, STEP_MS);
        String table = new CatchReport(
                        List.of(SHIFT, spike), List.of(open("i", "a", 101), open("j", "c", 7)), TOLERANCE_MS)
                .table();
        assertThat(table.lines().map(line -> line.trim().replaceAll(" +", " ")))
                .containsExactly(
                        "kind injected caught missed named right",
                        "point 1 0 1 0",
                        "contextual 0 0 0 0",
                        "collective 1 1 0 0",
                        "2 incidents, 1 of them false alarms");
    }
}
