package io.tidewatch.decision;

/** What the judgement of one step came to, as much of it as decides about incidents. */
public interface AnomalyScore {

    /** All of it together: the surprise that decides, −log10 of a tail probability. */
    double total();

    /** Surprise of the silence that this step ends or continues; 0 if there is none. */
    double silence();

    /**
     * The most surprising of the median, the season and the other features about the newest values alone: of all that does
     * not come to expect what has just been.
     */
    double newest();

    /**
     * Whether the newest value of a feature is far outside its normal distribution: very surprising against the median, or
     * beyond all that the most surprising feature has ranged over.
     */
    boolean farOff();

    /** Whether the longest run of steps, or its motion, is more surprising than what is newest in it. */
    boolean gradual();
}
