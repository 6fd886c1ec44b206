package io.tidewatch.detector;

import io.tidewatch.AlertStatus;
import io.tidewatch.alert.AlertAssembler;
import io.tidewatch.alert.AlertContext;
import io.tidewatch.alert.Explanation;
import io.tidewatch.alert.IncidentEnd;
import io.tidewatch.alert.Silent;
import io.tidewatch.decision.Change;
import io.tidewatch.decision.Incident;
import io.tidewatch.evidence.EvidenceCalculator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reports a step to the detector's outcomes: its result, and the alert if there is one. */
final class StepReport {
    private final AlertAssembler alerts;

    StepReport(DetectorSpec spec) {
        this.alerts = new AlertAssembler(spec.name(), spec.features(), spec.step(), spec.zone());
    }

    /**
     * @param calculator of the step's evidence
     * @param model the active one; null: none yet
     * @param nowMs wall-clock time, epoch milliseconds
     */
    void decided(
            DecidedStep step, EvidenceCalculator calculator, @Nullable ActiveModel model, long nowMs, Outcomes out) {
        EntityHistory history = step.state().history();
        Incident open = history.incidents().open();
        out.step(result(step, open));
        AlertContext context = context(step.state(), model, nowMs);
        if (step.change() == Change.CLOSED || step.change() == Change.ADAPTED) {
            Incident closed = Objects.requireNonNull(history.incidents().closed());
            IncidentEnd end = step.change() == Change.ADAPTED ? IncidentEnd.ADAPTED : IncidentEnd.NORMAL;
            out.alert(alerts.close(closed, end, context));
        } else if (open != null && step.change() != Change.NONE) {
            Explanation explanation = Explanation.of(
                    history.window(),
                    calculator.expectations(),
                    step.scored().evidence(),
                    history.calibration(),
                    model == null ? null : model.insight());
            AlertStatus status = step.change() == Change.OPENED ? AlertStatus.OPEN : AlertStatus.UPDATE;
            Silent silent = new Silent(history.silentSteps(), step.shared());
            out.alert(alerts.assemble(status, open, context, explanation, silent));
        }
    }

    private static StepResult result(DecidedStep step, @Nullable Incident open) {
        return new StepResult(
                step.state().entity(),
                step.step().startMs(),
                step.phase(),
                AlertAssembler.score(step.scored().score().total()),
                step.scored().point(),
                step.scored().contextual(),
                Math.max(step.scored().collective(), step.scored().score().silence()),
                open != null,
                step.change() == Change.OPENED || step.change() == Change.WORSE,
                open == null ? "" : open.kind().label());
    }

    /** Reports the end of the open incident of an entity that is gone. */
    void gone(EntityState state, @Nullable ActiveModel model, long nowMs, Outcomes out) {
        Incident incident = state.history().incidents().closed();
        if (incident != null) {
            out.alert(alerts.close(incident, IncidentEnd.GONE, context(state, model, nowMs)));
        }
    }

    private static AlertContext context(EntityState state, @Nullable ActiveModel model, long nowMs) {
        String version = model == null ? null : model.artifact().version();
        return new AlertContext(state.entity(), state.history().window(), version, nowMs);
    }
}
