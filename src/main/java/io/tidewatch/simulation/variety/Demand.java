package io.tidewatch.simulation.variety;

/**
 * What all features of a series follow.
 *
 * @param rhythm what repeats
 * @param wander standard deviation of a random walk around the rhythm that comes back; it ties the features together
 * @param memory share of the wander that the next step keeps, 0..1
 */
record Demand(Rhythm rhythm, double wander, double memory) {

    Demand {
        if (!(wander >= 0) || !(memory >= 0 && memory < 1)) {
            throw new IllegalArgumentException(
                    "the wander must be 0 or more, its memory in [0, 1): " + wander + ", " + memory);
        }
    }

    /** The rhythm and nothing else. */
    static Demand of(Rhythm rhythm) {
        return new Demand(rhythm, 0, 0);
    }

    /** The same, earlier. */
    Demand ahead(double ms) {
        return new Demand(new ShiftedRhythm(rhythm, ms), wander, memory);
    }

    /** The wander of the next step; of standard deviation {@code wander} when the lot's is 1. */
    double wandered(double before, double lot) {
        return memory * before + StrictMath.sqrt(1 - memory * memory) * wander * lot;
    }
}
