package io.tidewatch.calibration;

import io.tidewatch.event.FeatureMapping;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Measure;
import io.tidewatch.model.Calibration;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import java.util.List;

/** One entity's memory of how large its evidence usually is, channel by channel and feature by feature. */
public final class EvidenceCalibration {
    private final int features;
    /** Per measure the number of steps in a row that have evidence in common. */
    private final int[] sharing;

    private final TailSketches tails;

    /** @param windowSteps window length, steps */
    public EvidenceCalibration(int windowSteps, int features) {
        this.features = features;
        // A loop, not a stream: this runs for every state that is read while an event waits.
        this.sharing = new int[Channels.MEASURES.size()];
        for (Measure measure : Channels.MEASURES) {
            sharing[measure.index()] = sharing(measure, windowSteps, features);
        }
        this.tails = new TailSketches(Channels.LAYOUT.size(features));
    }

    private static int sharing(Measure measure, int windowSteps, int features) {
        int steps = measure.horizon().length(windowSteps);
        boolean slow = features > 1 && measure.channel().ofMovement();
        return slow ? (int) (CalibrationParameters.SHARE_OF_VARIABILITY * steps) : steps;
    }

    TailSketches tails() {
        return tails;
    }

    /** The median magnitude of a measure; NaN while too few are known. */
    double usual(Measure measure, int feature) {
        int index = Channels.LAYOUT.index(measure, feature, features);
        return tails.count(index) >= CalibrationParameters.READY_COUNT ? tails.median(index) : Double.NaN;
    }

    void learn(CalibrationUpdate update, Bulk bulk) {
        int left = bulk.leftCount(Channels.LAYOUT.size(features));
        int which = 0;
        for (Measure measure : Channels.MEASURES) {
            int shared = sharing[measure.index()];
            int end = Channels.LAYOUT.index(measure, 0, features) + count(measure);
            for (; which < left && bulk.left(which) < end; which++) {
                int sketch = bulk.left(which);
                if (update.bucket(sketch) != CalibrationUpdate.SILENT) {
                    tails.learn(sketch, update.bucket(sketch), update.odd(sketch), shared);
                }
            }
        }
    }

    private int count(Measure measure) {
        return measure.channel().perFeature() ? features : 1;
    }

    /** Forgets half of what a young entity has learned each time that its age, in steps, has doubled. */
    void forget(long age) {
        if (age < CalibrationParameters.SETTLING_STEPS || Long.bitCount(age) > 1) {
            return;
        }
        for (Measure measure : Channels.MEASURES) {
            if (!measure.channel().ofModel()) {
                for (int f = 0; f < features; f++) {
                    int sketch = Channels.LAYOUT.index(measure, f, features);
                    if (tails.count(sketch) >= CalibrationParameters.SETTLING_STEPS / 2) {
                        tails.halve(sketch);
                    }
                }
            }
        }
    }

    /** Learns again the {@link CalibrationUpdate} that was written for the window's newest step. */
    public void learn(ByteBuffer in, Window window) {
        Units units = new Units(features);
        units.take(window);
        CalibrationUpdate update = new CalibrationUpdate(features, units);
        update.read(in);
        forget(window.count());
        learn(update, Bulk.NONE);
    }

    /** Forgets what was learned of the model's channels, and starts them from the model's own calibration. */
    public void startModel(Calibration calibration, Window window) {
        for (Measure measure : Channels.MEASURES) {
            if (!measure.channel().ofModel()) {
                continue;
            }
            for (int f = 0; f < count(measure); f++) {
                int sketch = Channels.LAYOUT.index(measure, f, features);
                tails.clear(sketch);
                List<Float> quantiles = calibration.quantiles().get(name(measure, f));
                if (quantiles != null) {
                    boolean inUnit = measure.channel().inUnitOfFeature();
                    double scale = inUnit ? window.scale(f).scale() : 1;
                    double least = inUnit
                            ? CalibrationParameters.NEGLIGIBLE_SHARE
                                    * window.scale(f).unit()
                            : 0;
                    double before = 0;
                    for (int q = 0; q < quantiles.size(); q++) {
                        double quantile = Calibration.LEVELS.get(q);
                        int times = (int) Math.round((quantile - before) * CalibrationParameters.PRIOR_COUNT);
                        if (times > 0) {
                            double magnitude = quantiles.get(q) * scale;
                            tails.add(sketch, LogBuckets.of((float) (magnitude < least ? 0 : magnitude)), times);
                            before = quantile;
                        }
                    }
                    tails.fit(sketch);
                }
            }
        }
    }

    /** Takes over what another has learned of the features that are kept, by all channels but the model's. */
    public void take(EvidenceCalibration other, FeatureMapping kept) {
        ByteBuffer bytes = ByteBuffer.allocate(TailSketches.MOST_BYTES);
        for (Measure measure : Channels.MEASURES) {
            for (int f = 0; f < features && !measure.channel().ofModel(); f++) {
                if (kept.kept(f)) {
                    int from = Channels.LAYOUT.index(measure, kept.before(f), other.features);
                    tails.take(Channels.LAYOUT.index(measure, f, features), other.tails, from, bytes);
                }
            }
        }
    }

    /** Name of a measure in a model's calibration. */
    public static String name(Measure measure, int feature) {
        return measure.channel().perFeature() ? measure.storedName() + "/" + feature : measure.storedName();
    }

    /** The magnitude that a share of this measure's evidence exceeds; 0 when nothing is known. */
    public double upper(Measure measure, int feature, double share) {
        return tails.upper(Channels.LAYOUT.index(measure, feature, features), share);
    }

    public void write(ByteBuffer out) {
        tails.writeAll(out);
    }

    public void read(ByteBuffer in) {
        tails.readAll(in);
    }
}
