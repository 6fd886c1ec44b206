package io.tidewatch.detector;

import io.tidewatch.AlertStatus;
import io.tidewatch.alert.AlertAssembler;
import io.tidewatch.alert.Silent;
import io.tidewatch.decision.FusedScore;
import io.tidewatch.decision.Incident;
import io.tidewatch.decision.IncidentTracker;
import io.tidewatch.evidence.Channel.Family;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells what came of a step: its result, and the alert if there is one. */
final class StepReport {
    private static final Family[] CONTEXTUAL = {Family.SEASONAL, Family.MASKED, Family.RELATION, Family.SEQUENCE};
    private static final Family[] COLLECTIVE = {Family.WINDOW, Family.MOTION, Family.STILLNESS};

    private final AlertAssembler alerts;

    StepReport(DetectorSpec spec) {
        this.alerts = new AlertAssembler(spec.name(), spec.features(), spec.step(), spec.zone());
    }

    /**
     * @param change what became of the entity's incidents by this step
     * @param live the model in use; null: none yet
     */
    void tell(ClosedStep closed, FusedScore judgement, IncidentTracker.Change change, @Nullable ActiveModel live) {
        EntityState state = closed.state();
        EntityHistory history = state.history();
        IncidentTracker incidents = history.incidents();
        Incident open = incidents.open();
        closed.out()
                .step(new StepResult(
                        state.entity(),
                        closed.step().startMs(),
                        closed.phase,
                        AlertAssembler.score(judgement.total()),
                        judgement.strongest(Family.POINT),
                        largest(judgement, CONTEXTUAL),
                        Math.max(largest(judgement, COLLECTIVE), judgement.silence()),
                        open != null,
                        change == IncidentTracker.Change.OPENED || change == IncidentTracker.Change.WORSE,
                        open == null ? "" : open.kind().label()));
        if (change == IncidentTracker.Change.CLOSED) {
            closed.out()
                    .alert(alerts.close(
                            Objects.requireNonNull(incidents.closed()),
                            AlertAssembler.End.NORMAL,
                            state.entity(),
                            history.window(),
                            version(live),
                            closed.nowMs));
        }
        if (open == null || change == IncidentTracker.Change.CLOSED || change == IncidentTracker.Change.NONE) {
            return;
        }
        closed.out()
                .alert(alerts.assemble(
                        change == IncidentTracker.Change.OPENED ? AlertStatus.OPEN : AlertStatus.UPDATE,
                        open,
                        state.entity(),
                        history.window(),
                        closed.calculator,
                        history.calibration(),
                        judgement,
                        new Silent(history.silentSteps(), closed.shared),
                        version(live),
                        live == null ? null : live.insight(),
                        closed.nowMs));
    }

    /** An entity that is gone had an open incident, which has ended with it. */
    void gone(EntityState state, long nowMs, Detector.Outcomes out, @Nullable ActiveModel live) {
        EntityHistory history = state.history();
        Incident incident = history.incidents().closed();
        if (incident != null) {
            out.alert(alerts.close(
                    incident, AlertAssembler.End.GONE, state.entity(), history.window(), version(live), nowMs));
        }
    }

    private static @Nullable String version(@Nullable ActiveModel live) {
        return live == null ? null : live.artifact().version();
    }

    private static double largest(FusedScore judgement, Family[] families) {
        double largest = 0;
        for (Family family : families) {
            largest = Math.max(largest, judgement.strongest(family));
        }
        return largest;
    }
}
