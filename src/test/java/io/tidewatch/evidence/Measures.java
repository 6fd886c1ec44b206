package io.tidewatch.evidence;

/** Measures by short names. */
public final class Measures {
    public static final Measure LEVEL_1 = Channels.measure(Channels.LEVEL, Horizon.NEWEST);
    public static final Measure SEASON_1 = Channels.measure(Channels.SEASON, Horizon.NEWEST);
    public static final Measure SEASON_24 = Channels.measure(Channels.SEASON, Horizon.LONG);
    public static final Measure RECONSTRUCTION_1 = Channels.measure(Channels.RECONSTRUCTION, Horizon.NEWEST);
    public static final Measure RELATION_1 = Channels.measure(Channels.RELATION, Horizon.NEWEST);
    public static final Measure SEQUENCE_1 = Channels.measure(Channels.SEQUENCE, Horizon.NEWEST);
    public static final Measure VARIABILITY_24 = Channels.measure(Channels.VARIABILITY, Horizon.LONG);
    public static final Measure STILLNESS_24 = Channels.measure(Channels.STILLNESS, Horizon.LONG);
    public static final Measure WINDOW_ERROR = Channels.measure(Channels.WINDOW_ERROR, Horizon.LONG);

    private Measures() {}
}
