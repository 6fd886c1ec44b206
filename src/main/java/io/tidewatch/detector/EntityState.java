package io.tidewatch.detector;

import io.tidewatch.decision.AlertPolicy;
import io.tidewatch.decision.EvidenceCalibration;
import io.tidewatch.decision.IncidentTracker;
import io.tidewatch.scoring.Silence;
import io.tidewatch.window.StepClock;
import io.tidewatch.window.Window;
import org.jspecify.annotations.Nullable;

/** All that the detector remembers of one entity. Mutable; belongs to one thread at a time. */
public final class EntityState {
    /** Windows of silence after which an entity is dormant. */
    private static final int DORMANT_AFTER_WINDOWS = 4;

    private final String entity;
    final StepClock clock;
    final Window window;
    final Silence silence;
    final EvidenceCalibration calibration;
    final IncidentTracker incidents;
    /** Version of the model that the calibration belongs to; null: none yet. */
    @Nullable
    String modelVersion;

    EntityState(String entity, DetectorSpec spec) {
        int features = spec.features().size();
        int categories = spec.categories().size();
        this.entity = entity;
        this.clock =
                new StepClock(spec.step(), spec.features(), categories, DORMANT_AFTER_WINDOWS * spec.windowSteps());
        this.window = new Window(spec.windowSteps(), features, categories);
        this.silence = new Silence();
        this.calibration = new EvidenceCalibration(features);
        this.incidents = new IncidentTracker(new AlertPolicy(spec.falseAlertsPerDay(), spec.windowSteps()));
    }

    public String entity() {
        return entity;
    }
}
