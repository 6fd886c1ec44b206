package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.evaluation.IncidentDiff.Moved;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentDiffTest {
    private static DetectedIncident incident(String entity, long startedMs, long lastMs) {
        return new DetectedIncident(entity + startedMs, entity, startedMs, lastMs, "POINT", 0.5);
    }

    @Test
    void incidentsAreMatchedByEntityAndOverlappingTime() {
        DetectedIncident same = incident("a", 10, 20);
        DetectedIncident early = incident("b", 10, 20);
        DetectedIncident late = incident("b", 15, 40);
        DetectedIncident ofOther = incident("c", 10, 20);
        DetectedIncident after = incident("a", 21, 30);

        IncidentDiff diff = IncidentDiff.of(List.of(same, early, ofOther), List.of(same, late, after));

        assertThat(diff.same()).isEqualTo(1);
        assertThat(diff.moved()).containsExactly(new Moved(early, late));
        assertThat(diff.lost()).containsExactly(ofOther);
        assertThat(diff.gained()).containsExactly(after);
    }

    @Test
    void incidentThatTheOtherRunSplitHasOneCounterpart() {
        DetectedIncident whole = incident("a", 10, 100);
        DetectedIncident head = incident("a", 5, 30);
        DetectedIncident tail = incident("a", 50, 100);

        IncidentDiff diff = IncidentDiff.of(List.of(whole), List.of(tail, head));

        assertThat(diff.moved()).containsExactly(new Moved(whole, head));
        assertThat(diff.gained()).containsExactly(tail);
    }

    @Test
    void counterpartThatBeginsAtTheSameStepIsPreferred() {
        DetectedIncident whole = incident("a", 50, 100);
        DetectedIncident before = incident("a", 5, 60);
        DetectedIncident same = incident("a", 50, 90);

        assertThat(IncidentDiff.of(List.of(whole), List.of(before, same)).moved())
                .containsExactly(new Moved(whole, same));
    }

    @Test
    void runsInWhichNothingHappensDoNotDiffer() {
        assertThat(IncidentDiff.of(List.of(), List.of()))
                .isEqualTo(new IncidentDiff(List.of(), List.of(), List.of(), 0));
    }
}
