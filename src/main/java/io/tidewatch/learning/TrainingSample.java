package io.tidewatch.learning;

import io.tidewatch.evidence.Deviations;
import java.util.List;

/**
 * One window to learn from.
 *
 * @param entity whose window
 * @param stepMs start of its newest step, epoch milliseconds
 * @param spanMs from the start of its oldest step to that of its newest, milliseconds
 * @param localMs start of its newest step in local time, see {@link io.tidewatch.window.TimeContext#localMs}
 * @param categories newest value of each category field; empty where it is missing
 * @param cells {@code [steps × features]}, normalised; NaN is missing
 * @param scales per feature its median and scale, in its unit; NaN while it has none
 * @param deviations of its newest steps, see {@link Deviations#copy}
 */
public record TrainingSample(
        String entity,
        long stepMs,
        long spanMs,
        long localMs,
        List<String> categories,
        Cells cells,
        Cells scales,
        Cells deviations) {
    public TrainingSample {
        categories = List.copyOf(categories);
    }
}
