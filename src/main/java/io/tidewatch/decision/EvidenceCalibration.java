package io.tidewatch.decision;

import io.tidewatch.model.Calibration;
import io.tidewatch.scoring.Blocks;
import io.tidewatch.scoring.Channel;
import io.tidewatch.scoring.Evidence;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import java.util.List;

/** One entity's memory of how large its evidence usually is, channel by channel and feature by feature. */
public final class EvidenceCalibration {
    /** Steps before a channel is believed. */
    private static final int READY_COUNT = 48;

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

    private final TailHistogram tails;

    /** @param windowSteps window length, steps */
    public EvidenceCalibration(int windowSteps, int features) {
        this.features = features;
        // On the path of an event: made with every state that is read.
        this.sharing = new int[CHANNELS.length];
        for (int channel = 0; channel < sharing.length; channel++) {
            sharing[channel] = sharing(CHANNELS[channel], windowSteps, features);
        }
        this.tails = new TailHistogram(Evidence.size(features));
    }

    private static int sharing(Channel channel, int windowSteps, int features) {
        int steps = Blocks.length(channel.block(), windowSteps);
        boolean slow = features > 1 && channel.ofMotion();
        return slow ? (int) (SHARE_OF_MOTION * steps) : steps;
    }

    /**
     * Judges a step against the steps before it, then learns it.
     *
     * @param age of the entity, steps
     */
    void judge(Evidence evidence, long age, Units units, Judgement into, Foresight foresight, Lesson lesson) {
        lesson.clear();
        forget(age);
        for (Channel channel : CHANNELS) {
            int first = Evidence.index(channel, 0, features);
            int count = channel.perFeature() ? features : 1;
            boolean inUnit = channel.inUnitOfFeature();
            for (int f = 0; f < count; f++) {
                judge(first + f, evidence, units, inUnit ? f : features, sharing[channel.ordinal()], into, lesson);
            }
            if (Foresight.tells(channel)) {
                for (int f = 0; f < count; f++) {
                    TailHistogram tail = tails.at(first + f);
                    foresight.usual(channel, f, tail.count() < READY_COUNT ? Double.NaN : tail.median());
                }
            }
        }
    }

    private void judge(int index, Evidence evidence, Units units, int unit, int shared, Judgement into, Lesson lesson) {
        double magnitude = evidence.magnitude(index);
        if (Double.isNaN(magnitude)) {
            into.set(index, Double.NaN);
            return;
        }
        TailHistogram tail = tails.at(index);
        int bin = MagnitudeBins.of(magnitude);
        boolean ready = tail.count() >= READY_COUNT;
        double probability = ready ? tail.probability(bin, magnitude, MEANS_NOTHING * units.unit(unit)) : Double.NaN;
        boolean odd = probability < TailHistogram.ODD;
        tail.learn(bin, odd, shared);
        into.set(index, ready && evidence.ignored(index) ? 1 : probability);
        lesson.set(index, bin, units.bin(unit), odd);
    }

    private void forget(long age) {
        if (age < YOUNG || Long.bitCount(age) > 1) {
            return;
        }
        for (Channel channel : CHANNELS) {
            if (!channel.ofModel()) {
                for (int f = 0; f < features; f++) {
                    TailHistogram tail = tails.at(Evidence.index(channel, f, features));
                    if (tail.count() >= YOUNG / 2) {
                        tail.halve();
                    }
                }
            }
        }
    }

    /** Learns again what a {@link Lesson} wrote of the window's newest step. */
    public void learn(ByteBuffer lesson, Window window) {
        boolean[] odd = new boolean[Evidence.size(features)];
        Lesson.readOdd(lesson, odd);
        Units units = new Units(features);
        units.take(window);
        forget(window.count());
        for (Channel channel : CHANNELS) {
            for (int f = 0; f < (channel.perFeature() ? features : 1); f++) {
                int index = Evidence.index(channel, f, features);
                int bin = Lesson.readBin(lesson, units.bin(units.index(channel, f)));
                if (bin != Lesson.SILENT) {
                    tails.at(index).learn(bin, odd[index], sharing[channel.ordinal()]);
                }
            }
        }
    }

    /** Forgets what was learned of the model's channels, and starts them from the model's own calibration. */
    public void startModel(Calibration calibration, Window window) {
        for (Channel channel : CHANNELS) {
            if (!channel.ofModel()) {
                continue;
            }
            for (int f = 0; f < (channel.perFeature() ? features : 1); f++) {
                TailHistogram tail = tails.at(Evidence.index(channel, f, features));
                tail.clear();
                List<Float> quantiles = calibration.quantiles().get(name(channel, f));
                if (quantiles != null) {
                    double scale = channel.inUnitOfFeature() ? window.scale(f).scale() : 1;
                    double before = 0;
                    for (int q = 0; q < quantiles.size(); q++) {
                        double level = Calibration.LEVELS.get(q);
                        int times = (int) Math.round((level - before) * PRIOR_COUNT);
                        if (times > 0) {
                            tail.add(quantiles.get(q) * scale, times);
                            before = level;
                        }
                    }
                    tail.fit();
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
        return tails.at(Evidence.index(channel, feature, features)).upper(share);
    }

    public void write(ByteBuffer out) {
        for (int i = 0; i < Evidence.size(features); i++) {
            tails.at(i).write(out);
        }
    }

    public void read(ByteBuffer in) {
        tails.readAll(in);
    }
}
