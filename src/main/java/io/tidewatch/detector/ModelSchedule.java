package io.tidewatch.detector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which model scores which step. The choice depends on the step's time alone: so all instances, and a run that is
 * repeated after a crash, change the model of an entity at the same step.
 */
final class ModelSchedule {
    static final ModelSchedule EMPTY = new ModelSchedule(List.of());

    /** The newest first. */
    private final List<Entry> entries;

    private record Entry(long fromMs, ActiveModel model) {}

    private ModelSchedule(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * @param models the newest first
     * @throws IllegalArgumentException when a model does not fit the detector, naming both sides
     */
    static ModelSchedule of(DetectorSpec spec, List<ScheduledModel> models) {
        return new ModelSchedule(models.stream()
                .map(model -> new Entry(model.fromMs(), ActiveModel.of(spec, model.artifact(), model.scorer())))
                .toList());
    }

    /** The model that scores a step; null: none yet. */
    @Nullable
    ActiveModel at(long stepMs) {
        for (Entry entry : entries) {
            if (stepMs >= entry.fromMs()) {
                return entry.model();
            }
        }
        return null;
    }
}
