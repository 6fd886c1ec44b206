package io.tidewatch.calibration;

import io.tidewatch.event.FeatureMapping;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.Measure;
import io.tidewatch.model.Calibration;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import java.util.List;

/** One entity's memory of how large its evidence usually is, channel by channel and feature by feature. */
public final class EvidenceCalibration {
    /** Steps that a sketch must have counted before its p-values are used. */
    static final int READY_COUNT = 48;

    /**
     * From this age on, in steps, an entity's own channels forget half of their counts each time that its age doubles.
     * Medians, seasons and weeks were still settling before, so deviations were larger then than they are now.
     */
    private static final int YOUNG = 1024;

    /**
     * Steps that a model's own calibration counts for at an entity's start: so many that an early incident stays rare.
     */
    private static final int PRIOR_COUNT = 512;

    /**
     * Share of a feature's unit below which differences are negligible. (Half of it ranks worse on machines and
     * simulated servers, twice as much on a noiseless chaotic series.)
     */
    static final double NEGLIGIBLE_SHARE = 0.04;

    private final int features;
    /**
     * Share of the steps with common evidence after which an odd variability is an incident. Variability changes
     * slowly: with a larger share the second half of a faster rhythm would be compared with its first half. (Only for
     * variability of several features. With this share for all channels, machines lost six points of AUC-PR; for a
     * single feature, NAB lost three.)
     */
    private static final double SHARE_OF_VARIABILITY = 0.25;

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
        this.tails = new TailSketches(Evidence.size(features));
    }

    private static int sharing(Measure measure, int windowSteps, int features) {
        int steps = measure.horizon().length(windowSteps);
        boolean slow = features > 1 && measure.channel().ofMovement();
        return slow ? (int) (SHARE_OF_VARIABILITY * steps) : steps;
    }

    TailSketches tails() {
        return tails;
    }

    /** The median magnitude of a measure; NaN while too few are known. */
    double usual(Measure measure, int feature) {
        int index = Evidence.index(measure, feature, features);
        return tails.count(index) >= READY_COUNT ? tails.median(index) : Double.NaN;
    }

    void learn(CalibrationUpdate update, Bulk bulk) {
        int left = bulk.leftCount(Evidence.size(features));
        int which = 0;
        for (Measure measure : Channels.MEASURES) {
            int shared = sharing[measure.index()];
            int end = Evidence.index(measure, 0, features) + count(measure);
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
        if (age < YOUNG || Long.bitCount(age) > 1) {
            return;
        }
        for (Measure measure : Channels.MEASURES) {
            if (!measure.channel().ofModel()) {
                for (int f = 0; f < features; f++) {
                    TailSketch tail = tails.get(Evidence.index(measure, f, features));
                    if (tail.count() >= YOUNG / 2) {
                        tail.halve();
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
                TailSketch tail = tails.get(Evidence.index(measure, f, features));
                tail.clear();
                List<Float> quantiles = calibration.quantiles().get(name(measure, f));
                if (quantiles != null) {
                    boolean inUnit = measure.channel().inUnitOfFeature();
                    double scale = inUnit ? window.scale(f).scale() : 1;
                    double least = inUnit ? NEGLIGIBLE_SHARE * window.scale(f).unit() : 0;
                    double before = 0;
                    for (int q = 0; q < quantiles.size(); q++) {
                        double level = Calibration.LEVELS.get(q);
                        int times = (int) Math.round((level - before) * PRIOR_COUNT);
                        if (times > 0) {
                            double magnitude = quantiles.get(q) * scale;
                            tail.add(magnitude < least ? 0 : magnitude, times);
                            before = level;
                        }
                    }
                    tail.fit();
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
                    int from = Evidence.index(measure, kept.before(f), other.features);
                    tails.take(Evidence.index(measure, f, features), other.tails, from, bytes);
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
        return tails.upper(Evidence.index(measure, feature, features), share);
    }

    public void write(ByteBuffer out) {
        tails.writeAll(out);
    }

    public void read(ByteBuffer in) {
        tails.readAll(in);
    }
}
