package io.tidewatch.calibration;

import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measure;
import io.tidewatch.math.Vectors;
import io.tidewatch.window.Window;
import java.util.List;

/**
 * Turns the evidence of a step into p-values under the normal behaviour of its entity, which then learns the step.
 * Owns its buffers; belongs to one thread.
 */
public final class Calibrator {
    /** Measures of the newest step: their usual magnitudes show how exact their channels are. */
    private static final List<Measure> OF_NEWEST = Channels.MEASURES.stream()
            .filter(measure -> measure.horizon() == Horizon.NEWEST)
            .toList();

    private final int features;
    private final Units units;
    private final Bulk bulk;
    private final float[] magnitudes;
    private final CalibratedStep step;

    public Calibrator(int features) {
        this.features = features;
        this.units = new Units(features);
        this.bulk = Vectors.worthIt() ? new VectorBulk(Channels.LAYOUT.size(features)) : Bulk.NONE;
        this.magnitudes = new float[Channels.LAYOUT.size(features)];
        this.step = new CalibratedStep(features, new CalibrationUpdate(features, units));
    }

    /**
     * Calibrates a step against the steps before it, then learns it. All p-values are computed before anything is
     * learned, so that the processor need not wait for one sketch before it begins with the next.
     *
     * @param known calibration of the entity's steps until now; learns this one
     * @param window of the entity, with this step
     * @return its p-values; overwritten by the next call
     */
    public CalibratedStep calibrate(EvidenceCalibration known, Evidence evidence, Window window) {
        units.take(window);
        known.forget(window.count());
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = evidence.magnitude(i);
        }
        flattenNegligible();
        bulk.calibrate(magnitudes, known.tails(), step);
        calibrateTheRest(known.tails());
        step.ignore(evidence);
        known.learn(step.update(), bulk);
        for (Measure measure : OF_NEWEST) {
            for (int f = 0; f < features; f++) {
                step.usual(measure, f, known.usual(measure, f));
            }
        }
        return step;
    }

    /**
     * Sets negligible magnitudes to 0. Otherwise, where nearly all values are the same, the buckets would cover only
     * such magnitudes, and each real difference would be beyond them.
     */
    private void flattenNegligible() {
        for (Measure measure : Channels.MEASURES) {
            if (measure.channel().inUnitOfFeature()) {
                int first = Channels.LAYOUT.index(measure, 0, features);
                for (int f = 0; f < features; f++) {
                    boolean negligible = magnitudes[first + f] < CalibrationParameters.NEGLIGIBLE_SHARE * units.unit(f);
                    magnitudes[first + f] = negligible ? 0 : magnitudes[first + f];
                }
            }
        }
    }

    private void calibrateTheRest(TailSketches tails) {
        int left = bulk.leftCount(magnitudes.length);
        for (int which = 0; which < left; which++) {
            int sketch = bulk.left(which);
            if (!bulk.calibrated(sketch)) {
                calibrate(sketch, tails);
            }
        }
    }

    private void calibrate(int sketch, TailSketches tails) {
        float magnitude = magnitudes[sketch];
        if (Float.isNaN(magnitude)) {
            step.silent(sketch);
            return;
        }
        int bucket = LogBuckets.of(magnitude);
        boolean ready = tails.count(sketch) >= CalibrationParameters.READY_COUNT;
        double unit = units.unit(units.index(sketch));
        double smallest = CalibrationParameters.NEGLIGIBLE_SHARE * unit;
        step.set(sketch, bucket, ready ? tails.probability(sketch, bucket, magnitude, smallest) : Double.NaN);
    }
}
