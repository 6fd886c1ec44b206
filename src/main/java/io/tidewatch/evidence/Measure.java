package io.tidewatch.evidence;

import java.util.List;

/**
 * One channel measured over one horizon.
 *
 * @param horizon the newest steps that it looks at
 * @param index its place among {@link Channels#MEASURES}
 */
public record Measure(Channel channel, Horizon horizon, int index) {

    /** Name in a model's calibration: the channel's, and its share of a window of 32 steps where it has several. */
    public String storedName() {
        return channel.perFeature() ? channel.storedName() + "_" + horizon.length(32) : channel.storedName();
    }

    /** All measures of channels, in their order. */
    static List<Measure> of(List<Channel> channels) {
        var measures = new java.util.ArrayList<Measure>();
        for (Channel channel : channels) {
            for (Horizon horizon : channel.horizons()) {
                measures.add(new Measure(channel, horizon, measures.size()));
            }
        }
        return List.copyOf(measures);
    }
}
