package io.tidewatch.detector;

import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Scorer;

/**
 * A model with the step from which on it is the active one.
 *
 * @param fromMs start of the first step that it scores, epoch milliseconds; {@value #AT_ONCE}: the next step that
 *     closes
 * @param activation offset of the record of the models topic that made it active; {@value #NO_ACTIVATION}: it came
 *     another way
 */
public record ScheduledModel(ModelArtifact artifact, Scorer scorer, long fromMs, long activation) {
    public static final long AT_ONCE = Long.MIN_VALUE;
    public static final long NO_ACTIVATION = -1;

    /** A model from elsewhere than the models topic, active from the next step on. */
    public static ScheduledModel atOnce(ModelArtifact artifact, Scorer scorer) {
        return new ScheduledModel(artifact, scorer, AT_ONCE, NO_ACTIVATION);
    }
}
