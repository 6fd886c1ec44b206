package io.tidewatch.model;

/**
 * How a model did on windows that were held out of its training, beside the model that was active then.
 *
 * @param windows held out; 0: not measured, as in models of earlier releases
 * @param activeError median mean square error of the active model's reconstructions; NaN: there was none
 * @param challengerError likewise, of the network trained on the windows before
 */
public record HeldOut(int windows, double activeError, double challengerError) {
    /** Of a model that was not measured. */
    public static final HeldOut NONE = new HeldOut(0, Double.NaN, Double.NaN);

    /** Whether there was another model to hold against. */
    public boolean compared() {
        return !Double.isNaN(activeError);
    }
}
