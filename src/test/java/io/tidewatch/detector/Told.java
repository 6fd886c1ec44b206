package io.tidewatch.detector;

import io.tidewatch.Alert;
import io.tidewatch.event.Event;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a detector told. */
final class Told implements Detector.Outcomes {
    final List<StepResult> steps = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    int late;

    @Override
    public void step(StepResult result) {
        steps.add(result);
    }

    @Override
    public void alert(Alert alert) {
        alerts.add(alert);
    }

    @Override
    public void late(Event event, long byMs) {
        late++;
    }
}
