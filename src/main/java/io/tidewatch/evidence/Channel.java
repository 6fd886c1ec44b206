package io.tidewatch.evidence;

import java.util.List;

/**
 * The kinds of evidence. Those per feature look at the last 1, 6 or 24 of 32 steps; see {@link Horizon}. (The blocks that
 * are missing told nothing that the others do not.)
 */
public enum Channel {
    /** Distance from the running median. */
    POINT_1(Family.POINT, 0),
    POINT_24(Family.POINT, 2),
    /** Distance from what this time of the day is used to. */
    SEASONAL_1(Family.SEASONAL, 0),
    SEASONAL_24(Family.SEASONAL, 2),
    /** Distance from what the model puts in place of the block when it is hidden. */
    MASKED_1(Family.MASKED, 0),
    MASKED_6(Family.MASKED, 1),
    /** Distance from what the other features of the same step make likely. */
    RELATION_1(Family.RELATION, 0),
    /** Distance from what the steps just before the block, and the other features in it, make likely. */
    SEQUENCE_1(Family.SEQUENCE, 0),
    SEQUENCE_6(Family.SEQUENCE, 1),
    /**
     * How much more the values move from step to step than they usually do; see {@link io.tidewatch.window.Variability}. Of one
     * feature alone, which has few opinions, also how much less.
     */
    MOTION_24(Family.MOTION, 2),
    /** How much less they move. Apart, because what hardly moves each night would make twice the motion look usual. */
    STILLNESS_24(Family.STILLNESS, 2),
    /**
     * Mean square reconstruction error of the whole window, and for a variational model the divergence of its code: per cell,
     * twice the evidence lower bound that is lost; one for all features.
     */
    WINDOW(Family.WINDOW, 2);

    /** What the evidence is measured against. */
    public enum Family {
        POINT,
        SEASONAL,
        MASKED,
        RELATION,
        SEQUENCE,
        MOTION,
        STILLNESS,
        WINDOW
    }

    /** The channels that a regression tells what is likely for, in the order of a model's regressions. */
    public static final List<Channel> REGRESSED = List.of(RELATION_1, SEQUENCE_1, SEQUENCE_6);

    private final Family family;
    private final int block;

    Channel(Family family, int block) {
        this.family = family;
        this.block = block;
    }

    public Family family() {
        return family;
    }

    /** Which of the {@link Horizon} it looks at. */
    public int block() {
        return block;
    }

    /** Whether it is computed from the model, and starts anew with another one. */
    public boolean ofModel() {
        return family == Family.MASKED || family == Family.WINDOW || regressed();
    }

    private boolean regressed() {
        return family == Family.RELATION || family == Family.SEQUENCE;
    }

    /** Whether it looks at how much values move, not at where they are. */
    public boolean ofMotion() {
        return family == Family.MOTION || family == Family.STILLNESS;
    }

    /** Whether its magnitudes are in the feature's unit; others have none. */
    public boolean inUnitOfFeature() {
        return perFeature() && !ofMotion();
    }

    /** Whether there is one per feature. */
    public boolean perFeature() {
        return family != Family.WINDOW;
    }
}
