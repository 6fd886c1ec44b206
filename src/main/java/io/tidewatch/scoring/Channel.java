package io.tidewatch.scoring;

/** The kinds of evidence. Those per feature look at the last 1, 6 or 24 of 32 steps; see {@link Blocks}. */
public enum Channel {
    /** Distance from the running median. */
    POINT_1(Family.POINT, 0),
    POINT_6(Family.POINT, 1),
    POINT_24(Family.POINT, 2),
    /** Distance from what this time of the day is used to. */
    SEASONAL_1(Family.SEASONAL, 0),
    SEASONAL_6(Family.SEASONAL, 1),
    SEASONAL_24(Family.SEASONAL, 2),
    /** Distance from what the model puts in place of the block when it is hidden. */
    MASKED_1(Family.MASKED, 0),
    MASKED_6(Family.MASKED, 1),
    MASKED_24(Family.MASKED, 2),
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
        WINDOW
    }

    private final Family family;
    private final int block;

    Channel(Family family, int block) {
        this.family = family;
        this.block = block;
    }

    public Family family() {
        return family;
    }

    /** Which of the {@link Blocks} it looks at. */
    public int block() {
        return block;
    }

    /** Whether it is computed from the model, and starts anew with another one. */
    public boolean ofModel() {
        return family == Family.MASKED || family == Family.WINDOW;
    }

    /** Whether there is one per feature. */
    public boolean perFeature() {
        return family != Family.WINDOW;
    }
}
