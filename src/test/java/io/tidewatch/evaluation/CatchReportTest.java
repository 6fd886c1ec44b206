package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.Severity;
import io.tidewatch.decision.AnomalyKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatchReportTest {
    private static final long STEP_MS = 1_000;

    private static Alert alert(String id, String entity, AlertStatus status, long startMs, long endMs) {
        return Alert.newBuilder()
                .setId(id)
                .setStatus(status)
                .setKind(io.tidewatch.AnomalyKind.POINT)
                .setSeverity(Severity.WARNING)
                .setEntity(entity)
                .setDetector("d")
                .setStartedAt(Instant.ofEpochMilli(startMs))
                .setWindowStart(Instant.ofEpochMilli(0))
                .setWindowEnd(Instant.ofEpochMilli(endMs))
                .setDetectedAt(Instant.ofEpochMilli(endMs))
                .setScore(0.5)
                .setProbability(0.001)
                .setThreshold(0.01)
                .setContributions(List.of())
                .setWindow(null)
                .build();
    }

    private static final List<InjectedAnomaly> INJECTED = List.of(
            new InjectedAnomaly("a", AnomalyType.SPIKE, List.of(0), 8, 10_000, 11_000),
            new InjectedAnomaly("b", AnomalyType.DRIFT, List.of(0), 8, 20_000, 40_000));

    @Test
    void alertDuringAnAnomalyOfItsEntityCatchesIt() {
        CatchReport report =
                new CatchReport(INJECTED, List.of(alert("1", "a", AlertStatus.OPEN, 10_000, 11_000)), STEP_MS);
        assertThat(report.caught(AnomalyKind.POINT)).isEqualTo(1);
        assertThat(report.rightKind(AnomalyKind.POINT)).isEqualTo(1);
        assertThat(report.caught(AnomalyKind.COLLECTIVE)).isZero();
        assertThat(report.falseAlarms()).isZero();
    }

    @Test
    void alertElsewhereOrOfAnotherEntityIsFalse() {
        CatchReport report = new CatchReport(
                INJECTED,
                List.of(
                        alert("1", "c", AlertStatus.OPEN, 10_000, 11_000),
                        alert("2", "a", AlertStatus.OPEN, 50_000, 51_000)),
                STEP_MS);
        assertThat(report.caught()).isZero();
        assertThat(report.falseAlarms()).isEqualTo(2);
        assertThat(report.incidents()).isEqualTo(2);
    }

    @Test
    void updateOfAnEarlierIncidentCatchesWhatItFallsInto() {
        CatchReport report = new CatchReport(
                INJECTED,
                List.of(
                        alert("1", "b", AlertStatus.OPEN, 5_000, 6_000),
                        alert("1", "b", AlertStatus.UPDATE, 5_000, 25_000),
                        alert("1", "b", AlertStatus.CLOSED, 5_000, 60_000)),
                STEP_MS);
        assertThat(report.caught(AnomalyKind.COLLECTIVE)).isEqualTo(1);
        assertThat(report.rightKind(AnomalyKind.COLLECTIVE)).isZero();
        assertThat(report.falseAlarms()).isZero();
    }

    @Test
    void tableHasALinePerKind() {
        String table = new CatchReport(INJECTED, List.of(), STEP_MS).table();
        assertThat(table.lines()).hasSize(5);
        assertThat(table).contains("point                1       0       1           0");
    }
}
