package io.tidewatch.detector;

import io.tidewatch.decision.EvidenceCalibration;
import io.tidewatch.window.Step;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What an entity's closed steps have taught: its window with scales and season, and how large its evidence usually is.
 * The large part of an {@link EntityState}; it changes only when a step closes.
 */
record EntityHistory(Window window, EvidenceCalibration calibration) {

    static EntityHistory empty(DetectorSpec spec) {
        int features = spec.features().size();
        return new EntityHistory(
                new Window(spec.windowSteps(), features, spec.categories().size()),
                new EvidenceCalibration(spec.windowSteps(), features));
    }

    /**
     * Takes a step that was judged before: what {@link Detector} did with it, without judging it again.
     *
     * @param lesson what was learned of its evidence, read to its end; null when nothing was
     */
    void replay(Step step, @Nullable ByteBuffer lesson, long localMs) {
        window.add(step, localMs);
        if (lesson != null) {
            calibration.learn(lesson, window);
        }
        window.learnSeason(localMs);
    }
}
