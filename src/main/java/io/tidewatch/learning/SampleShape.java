package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evidence.Deviations;
import io.tidewatch.window.FeatureSpec;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What the windows of a detector measure: samples of another shape must not be learned from.
 *
 * @param cells numbers of a window
 * @param scales numbers that say in which units
 * @param deviations numbers that regressions learn from
 * @param categories fields
 * @param fingerprint of the detector's features, steps, zone and categories
 */
record SampleShape(int cells, int scales, int deviations, int categories, int fingerprint) {

    static SampleShape of(DetectorSpec spec) {
        int features = spec.features().size();
        int steps = spec.windowSteps();
        CRC32 fingerprint = new CRC32();
        fingerprint.update(text(spec).getBytes(StandardCharsets.UTF_8));
        return new SampleShape(
                steps * features,
                2 * features,
                Deviations.reach(steps) * features,
                spec.categories().size(),
                (int) fingerprint.getValue());
    }

    /** Says what is measured, by the detector's name and all that decides what a number means. */
    static String text(DetectorSpec spec) {
        return spec.name() + " " + spec.windowSteps() + " " + spec.step().lengthMs() + " " + spec.zone() + " "
                + spec.features().stream().map(FeatureSpec::text).toList() + " " + spec.categories();
    }
}
