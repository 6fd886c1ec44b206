package io.tidewatch.decision;

import io.tidewatch.model.Calibration;
import io.tidewatch.scoring.Channel;
import io.tidewatch.scoring.Evidence;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import java.util.List;

/** One entity's memory of how large its evidence usually is, channel by channel and feature by feature. */
public final class EvidenceCalibration {
    /** Steps before a channel is believed. */
    private static final int READY_COUNT = 48;

    /** Steps that a model's own calibration counts for at an entity's start. */
    private static final int PRIOR_COUNT = 64;

    /** Share of a feature's scale below which differences mean nothing. */
    private static final double UNIT_OF_SCALE = 0.02;

    private static final Channel[] CHANNELS = Channel.values();

    /** In place of a relative bin: the channel had nothing to say; the magnitude was 0; the bin itself follows. */
    private static final byte SILENT = -128;

    private static final byte ZERO = -127;
    private static final byte FAR = 127;

    private final int features;
    private final TailHistogram tails;

    public EvidenceCalibration(int features) {
        this.features = features;
        this.tails = new TailHistogram(Evidence.size(features));
    }

    /** Judges a step against the steps before it, then remembers it. */
    void judge(Evidence evidence, Window window, Judgement into) {
        for (Channel channel : CHANNELS) {
            for (int f = 0; f < (channel.perFeature() ? features : 1); f++) {
                double magnitude = evidence.magnitude(channel, f);
                int index = Evidence.index(channel, f, features);
                TailHistogram tail = tails.at(index);
                if (Double.isNaN(magnitude)) {
                    into.set(index, Double.NaN);
                } else if (tail.count() < READY_COUNT) {
                    tail.add(magnitude);
                    into.set(index, Double.NaN);
                } else {
                    into.set(index, tail.take(magnitude, unit(channel, window, f)));
                }
            }
        }
        into.rank();
    }

    private static double unit(Channel channel, Window window, int f) {
        return UNIT_OF_SCALE * (channel.perFeature() ? window.scale(f).scale() : 1);
    }

    /**
     * Writes what the judgement of a step taught: of each magnitude its bin, all that a histogram takes from it, as a byte
     * relative to the bin of the feature's scale.
     *
     * @param window whose newest step was judged
     */
    public static void writeLesson(Evidence evidence, Window window, ByteBuffer out) {
        int features = window.features();
        for (Channel channel : CHANNELS) {
            for (int f = 0; f < (channel.perFeature() ? features : 1); f++) {
                double magnitude = evidence.magnitude(channel, f);
                int bin = MagnitudeBins.of(magnitude);
                int relative = bin - unitBin(channel, window, f);
                if (Double.isNaN(magnitude)) {
                    out.put(SILENT);
                } else if (bin == MagnitudeBins.NONE) {
                    out.put(ZERO);
                } else if (relative > ZERO && relative < FAR) {
                    out.put((byte) relative);
                } else {
                    out.put(FAR);
                    out.putShort((short) bin);
                }
            }
        }
    }

    /** Learns again what {@link #writeLesson} wrote of the window's newest step. */
    public void learn(ByteBuffer lesson, Window window) {
        for (Channel channel : CHANNELS) {
            for (int f = 0; f < (channel.perFeature() ? features : 1); f++) {
                TailHistogram tail = tails.at(Evidence.index(channel, f, features));
                byte relative = lesson.get();
                if (relative == ZERO) {
                    tail.addTo(MagnitudeBins.NONE);
                } else if (relative == FAR) {
                    tail.addTo(lesson.getShort());
                } else if (relative != SILENT) {
                    tail.addTo(unitBin(channel, window, f) + relative);
                }
            }
        }
    }

    private static int unitBin(Channel channel, Window window, int f) {
        return channel.perFeature() ? MagnitudeBins.of(window.scale(f).scale()) : MagnitudeBins.of(1);
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
                    double unit = channel.perFeature() ? window.scale(f).scale() : 1;
                    double before = 0;
                    for (int q = 0; q < quantiles.size(); q++) {
                        double level = Calibration.LEVELS.get(q);
                        int times = (int) Math.round((level - before) * PRIOR_COUNT);
                        if (times > 0) {
                            tail.add(quantiles.get(q) * unit, times);
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
        for (int i = 0; i < Evidence.size(features); i++) {
            tails.at(i).read(in);
        }
    }
}
