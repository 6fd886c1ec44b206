package io.tidewatch.calibration;

import io.tidewatch.evidence.Measure;

/** Calibrated steps as tests want them. */
public final class CalibratedSteps {
    private CalibratedSteps() {}

    /** A step of which nothing is known. */
    public static CalibratedStep unknown(int features) {
        return new CalibratedStep(features, new CalibrationUpdate(features, new Units(features)));
    }

    /** Sets the usual magnitudes of a measure, feature by feature. */
    public static void usual(CalibratedStep step, Measure measure, double... magnitudes) {
        for (int f = 0; f < magnitudes.length; f++) {
            step.usual(measure, f, magnitudes[f]);
        }
    }

    /** Sets all p-values; NaN: the measure does not speak. */
    public static void pValues(CalibratedStep step, double[] pValues) {
        for (int sketch = 0; sketch < pValues.length; sketch++) {
            if (Double.isNaN(pValues[sketch])) {
                step.silent(sketch);
            } else {
                step.set(sketch, 0, pValues[sketch]);
            }
        }
    }
}
