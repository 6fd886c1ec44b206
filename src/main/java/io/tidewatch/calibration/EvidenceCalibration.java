package io.tidewatch.calibration;

import io.tidewatch.decision.ForecastSkill;
import io.tidewatch.decision.FusedScore;
import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.model.Calibration;
import io.tidewatch.window.FeatureMapping;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import java.util.List;

/** One entity's memory of how large its evidence usually is, channel by channel and feature by feature. */
public final class EvidenceCalibration {
    /** Steps before a channel is believed. */
    static final int READY_COUNT = 48;

    /**
     * From this age on, steps, half of what an entity's own channels have seen is forgotten each time that its age doubles:
     * medians, seasons and weeks were still settling, and what was usually missed by then is more than is missed now.
     */
    private static final int YOUNG = 1024;

    /** Steps that a model's own calibration counts for at an entity's start: enough that an early incident is no rule. */
    private static final int PRIOR_COUNT = 512;

    /**
     * Share of a feature's unit below which differences mean nothing. (Half of it ranks worse on machines and simulated
     * servers, twice as much on a noiseless chaotic series.)
     */
    private static final double MEANS_NOTHING = 0.04;

    private static final Channel[] CHANNELS = Channel.values();

    private final int features;
    /**
     * Motion that is odd for so small a share of the steps that share it is an incident already: it moves slowly, and the
     * second half of a faster rhythm would be measured against its first. (The other channels need to learn from all: with
     * this share for all of them, machines lost six points of AUC-PR; and so does a feature alone: NAB lost three.)
     */
    private static final double SHARE_OF_MOTION = 0.25;

    /** Per channel, the steps in a row that share its evidence. */
    private final int[] sharing;

    private final TailSketches tails;

    /** @param windowSteps window length, steps */
    public EvidenceCalibration(int windowSteps, int features) {
        this.features = features;
        // On the path of an event: made with every state that is read.
        this.sharing = new int[CHANNELS.length];
        for (int channel = 0; channel < sharing.length; channel++) {
            sharing[channel] = sharing(CHANNELS[channel], windowSteps, features);
        }
        this.tails = new TailSketches(Evidence.size(features));
    }

    private static int sharing(Channel channel, int windowSteps, int features) {
        int steps = Horizon.length(channel.block(), windowSteps);
        boolean slow = features > 1 && channel.ofMotion();
        return slow ? (int) (SHARE_OF_MOTION * steps) : steps;
    }

    /**
     * Judges a step against the steps before it, then learns it. All that is left is asked before it is learned: the answers do
     * not wait for each other then.
     *
     * @param age of the entity, steps
     * @param bulk does most of both at once
     */
    public void judge(
            Evidence evidence, long age, Units units, Bulk bulk, FusedScore into, ForecastSkill foresight, CalibrationUpdate lesson) {
        forget(age);
        flattenNothing(evidence, units);
        bulk.judge(evidence, tails, into, lesson);
        int left = bulk.leftCount(Evidence.size(features));
        int which = 0;
        for (Channel channel : CHANNELS) {
            int first = Evidence.index(channel, 0, features);
            int end = first + count(channel);
            boolean inUnit = channel.inUnitOfFeature();
            for (; which < left && bulk.left(which) < end; which++) {
                int histogram = bulk.left(which);
                if (!bulk.asked(histogram)) {
                    ask(histogram, units.unit(inUnit ? histogram - first : features), evidence, into, lesson);
                }
            }
        }
        into.ignore(evidence);
        learn(lesson, bulk);
        for (Channel channel : CHANNELS) {
            if (ForecastSkill.tells(channel)) {
                for (int f = 0; f < features; f++) {
                    int index = Evidence.index(channel, f, features);
                    boolean ready = tails.count(index) >= READY_COUNT;
                    foresight.usual(channel, f, ready ? tails.median(index) : Double.NaN);
                }
            }
        }
    }

    /**
     * Sets magnitudes to 0 that are too small to mean anything. Otherwise, where nearly all values are the same, the
     * bins would cover only such magnitudes, and each real difference would be beyond the bins.
     */
    private void flattenNothing(Evidence evidence, Units units) {
        for (Channel channel : CHANNELS) {
            if (channel.inUnitOfFeature()) {
                int first = Evidence.index(channel, 0, features);
                for (int f = 0; f < features; f++) {
                    evidence.flatten(first + f, MEANS_NOTHING * units.unit(f));
                }
            }
        }
    }

    private int count(Channel channel) {
        return channel.perFeature() ? features : 1;
    }

    private void ask(int index, double unit, Evidence evidence, FusedScore into, CalibrationUpdate lesson) {
        float magnitude = evidence.magnitude(index);
        if (Float.isNaN(magnitude)) {
            into.set(index, Double.NaN);
            lesson.silent(index);
            return;
        }
        int bin = LogBuckets.of(magnitude);
        boolean ready = tails.count(index) >= READY_COUNT;
        double probability = ready ? tails.probability(index, bin, magnitude, MEANS_NOTHING * unit) : Double.NaN;
        into.set(index, probability);
        lesson.set(index, bin, probability < TailSketches.ODD);
    }

    private void learn(CalibrationUpdate lesson, Bulk bulk) {
        int left = bulk.leftCount(Evidence.size(features));
        int which = 0;
        for (Channel channel : CHANNELS) {
            int shared = sharing[channel.ordinal()];
            int end = Evidence.index(channel, 0, features) + count(channel);
            for (; which < left && bulk.left(which) < end; which++) {
                int histogram = bulk.left(which);
                if (lesson.bin(histogram) != CalibrationUpdate.SILENT) {
                    tails.learn(histogram, lesson.bin(histogram), lesson.odd(histogram), shared);
                }
            }
        }
    }

    private void forget(long age) {
        if (age < YOUNG || Long.bitCount(age) > 1) {
            return;
        }
        for (Channel channel : CHANNELS) {
            if (!channel.ofModel()) {
                for (int f = 0; f < features; f++) {
                    TailSketch tail = tails.get(Evidence.index(channel, f, features));
                    if (tail.count() >= YOUNG / 2) {
                        tail.halve();
                    }
                }
            }
        }
    }

    /** Learns again what a {@link CalibrationUpdate} wrote of the window's newest step. */
    public void learn(ByteBuffer in, Window window) {
        Units units = new Units(features);
        units.take(window);
        CalibrationUpdate lesson = new CalibrationUpdate(features, units);
        lesson.read(in);
        forget(window.count());
        learn(lesson, Bulk.NONE);
    }

    /** Forgets what was learned of the model's channels, and starts them from the model's own calibration. */
    public void startModel(Calibration calibration, Window window) {
        for (Channel channel : CHANNELS) {
            if (!channel.ofModel()) {
                continue;
            }
            for (int f = 0; f < count(channel); f++) {
                TailSketch tail = tails.get(Evidence.index(channel, f, features));
                tail.clear();
                List<Float> quantiles = calibration.quantiles().get(name(channel, f));
                if (quantiles != null) {
                    boolean inUnit = channel.inUnitOfFeature();
                    double scale = inUnit ? window.scale(f).scale() : 1;
                    double least = inUnit ? MEANS_NOTHING * window.scale(f).unit() : 0;
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
        for (Channel channel : CHANNELS) {
            for (int f = 0; f < features && !channel.ofModel(); f++) {
                if (kept.kept(f)) {
                    int from = Evidence.index(channel, kept.before(f), other.features);
                    tails.take(Evidence.index(channel, f, features), other.tails, from, bytes);
                }
            }
        }
    }

    /** Name of a channel in a model's calibration. */
    public static String name(Channel channel, int feature) {
        String name = channel.name().toLowerCase(java.util.Locale.ROOT);
        return channel.perFeature() ? name + "/" + feature : name;
    }

    /** The magnitude that a share of this channel's evidence exceeds; 0 when nothing is known. */
    public double upper(Channel channel, int feature, double share) {
        return tails.upper(Evidence.index(channel, feature, features), share);
    }

    public void write(ByteBuffer out) {
        tails.writeAll(out);
    }

    public void read(ByteBuffer in) {
        tails.readAll(in);
    }
}
