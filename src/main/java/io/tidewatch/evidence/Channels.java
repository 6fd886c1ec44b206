package io.tidewatch.evidence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The list of all channels, in the order in which entity states and models store their evidence. */
public final class Channels {
    public static final Channel LEVEL = new LevelChannel();
    public static final Channel SEASON = new SeasonChannel();
    public static final Channel RECONSTRUCTION = new ReconstructionChannel();
    public static final Channel RELATION = new RelationChannel();
    public static final Channel SEQUENCE = new SequenceChannel();
    public static final Channel VARIABILITY = new VariabilityChannel();
    public static final Channel STILLNESS = new StillnessChannel();
    public static final Channel WINDOW_ERROR = new WindowErrorChannel();

    /** All channels; those with one magnitude for all features come last. */
    public static final List<Channel> ALL =
            List.of(LEVEL, SEASON, RECONSTRUCTION, RELATION, SEQUENCE, VARIABILITY, STILLNESS, WINDOW_ERROR);

    /** The same channels, as they measure. */
    static final List<MeasuringChannel> MEASURING =
            ALL.stream().map(MeasuringChannel.class::cast).toList();

    /** Each channel over each of its horizons. */
    public static final List<Measure> MEASURES = Measure.of(ALL);

    /** Where each measure's magnitudes are. */
    public static final EvidenceLayout LAYOUT = EvidenceLayout.of(MEASURES);

    /** Measures with a magnitude per feature: the first so many. */
    public static final int PER_FEATURE = LAYOUT.perFeature();

    /** Measures whose expectation comes from a regression, in the order of a model's regressions. */
    public static final List<Measure> REGRESSED = MEASURES.stream()
            .filter(measure -> measure.channel().source() == Channel.Source.REGRESSIONS)
            .toList();

    /** Looked up several times for each step. */
    private static final Map<Channel, List<Measure>> BY_CHANNEL =
            Map.copyOf(MEASURES.stream().collect(Collectors.groupingBy(Measure::channel)));

    private Channels() {}

    /** The measures of a channel, shortest horizon first. */
    public static List<Measure> measures(Channel channel) {
        return BY_CHANNEL.getOrDefault(channel, List.of());
    }

    /** The measure of a channel over a horizon that it has. */
    public static Measure measure(Channel channel, Horizon horizon) {
        return measures(channel).stream()
                .filter(measure -> measure.horizon() == horizon)
                .findFirst()
                .orElseThrow();
    }

    /** The index of a channel in {@link #ALL}. */
    public static int index(Channel channel) {
        return ALL.indexOf(channel);
    }

    /** The channel of a name. */
    public static Optional<Channel> named(String name) {
        return ALL.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }
}
