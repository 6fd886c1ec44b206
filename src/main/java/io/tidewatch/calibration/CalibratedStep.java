package io.tidewatch.calibration;

import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.Measure;
import java.util.Arrays;

/** The p-values of one step with its calibration update. Overwritten by the next step of its {@link Calibrator}. */
public final class CalibratedStep {
    private final int features;
    private final double[] pValues;
    /** Usual magnitudes of the newest step, {@code [measures × features]}; NaN: not known. */
    private final double[] usual;

    private final CalibrationUpdate update;

    CalibratedStep(int features, CalibrationUpdate update) {
        this.features = features;
        this.pValues = new double[Channels.LAYOUT.size(features)];
        this.usual = new double[Channels.LAYOUT.size(features)];
        this.update = update;
        Arrays.fill(pValues, Double.NaN);
        Arrays.fill(usual, Double.NaN);
    }

    /**
     * Probabilities that a normal step's evidence is as large, by {@link io.tidewatch.evidence.EvidenceLayout#index},
     * each in (0, 1]; NaN: the channel does not speak. A copy.
     */
    public double[] pValues() {
        return pValues.clone();
    }

    /** The usual magnitude of a measure of the newest step, see {@link EvidenceCalibration#usual}. */
    public double usual(Measure measure, int feature) {
        return usual[Channels.LAYOUT.index(measure, feature, features)];
    }

    /** What the entity's calibration learns from the step. */
    public CalibrationUpdate update() {
        return update;
    }

    /** The p-values themselves, for {@link Bulk}. */
    double[] values() {
        return pValues;
    }

    void set(int sketch, int bucket, double pValue) {
        pValues[sketch] = pValue;
        update.set(sketch, bucket, pValue < CalibrationParameters.ODD);
    }

    /** Notes that the channel does not speak. */
    void silent(int sketch) {
        pValues[sketch] = Double.NaN;
        update.silent(sketch);
    }

    void usual(Measure measure, int feature, double magnitude) {
        usual[Channels.LAYOUT.index(measure, feature, features)] = magnitude;
    }

    /** Sets p = 1 where the deviation filters ignore the evidence. */
    void ignore(Evidence evidence) {
        if (evidence.anyIgnored()) {
            for (int i = 0; i < pValues.length; i++) {
                pValues[i] = evidence.ignored(i) && !Double.isNaN(pValues[i]) ? 1 : pValues[i];
            }
        }
    }
}
