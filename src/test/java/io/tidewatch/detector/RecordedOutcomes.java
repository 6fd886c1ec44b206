package io.tidewatch.detector;

import io.tidewatch.Alert;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourcedEvent;
import java.util.ArrayList;
import java.util.List;

/** Records the outcomes of a detector. */
public final class RecordedOutcomes implements Outcomes {
    final List<StepResult> steps = new ArrayList<>();
    public final List<Alert> alerts = new ArrayList<>();
    int late;
    int early;

    @Override
    public void step(StepResult result) {
        steps.add(result);
    }

    @Override
    public void alert(Alert alert) {
        alerts.add(alert);
    }

    @Override
    public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
        late += cause == LeftOut.LATE ? 1 : 0;
        early += cause == LeftOut.EARLY ? 1 : 0;
    }
}
