package io.tidewatch.calibration;

/**
 * The tuned numbers of the calibration: what turns evidence into p-values by the entity's own normal behaviour.
 *
 * <p>Each says its unit, what changes when it changes, and after "Again:" what measures it again. A suite is a run of
 * {@code tidewatch evaluate}: <b>nab</b>, <b>smd</b> (machines), <b>mgab</b> (a noiseless chaotic series), with {@code
 * --data DIR}; <b>synthetic</b> (simulated servers, and {@code synthetic-drift}, whose load grows) needs no data. A
 * test holds the behaviour only, not the best value. "Chosen" means that no search is recorded. Numbers of a memory
 * layout are where the layout is.
 */
public final class CalibrationParameters {
    private CalibrationParameters() {}

    // What an entity learns: EvidenceCalibration, CalibratedStep.

    /** Values before a channel is believed. Chosen. Again: nab. */
    static final int READY_COUNT = 48;

    /**
     * Age from which on half of what an entity's own channels have seen is forgotten each time that its age doubles;
     * steps. Medians, seasons and weeks were still settling, and what was usually missed by then is more than is missed
     * now. Chosen. Again: nab, synthetic.
     */
    static final int SETTLING_STEPS = 1024;

    /**
     * Values that a model's own calibration counts for at an entity's start: enough that an early incident is no rule.
     * Chosen; held by CalibrationStartTest.
     */
    static final int PRIOR_COUNT = 512;

    /**
     * Below this differences mean nothing; share of the feature's unit. Half of it ranks worse on machines and
     * simulated servers, twice as much on a chaotic series. Again: smd, synthetic, mgab.
     */
    static final double NEGLIGIBLE_SHARE = 0.04;

    /**
     * Of the steps that share evidence of motion, those after which odd evidence is an incident already; share. It
     * moves slowly, and the second half of a faster rhythm would be measured against its first. The other channels need
     * to learn from all: with this share for all of them, machines lost six points of AUC-PR; and so does a feature
     * alone: NAB lost three. Again: smd, nab.
     */
    static final double SHARE_OF_VARIABILITY = 0.25;

    /** Values of this probability or less are odd. Chosen. */
    public static final double ODD = 0.02;

    // How odd values in a row are learned: TailSketches.

    /**
     * Of odd values in a row this many more count in full than there are steps that share their evidence: what lasts
     * longer is an incident; steps. Chosen; held by TailSketchTest.
     */
    static final int MORE_IN_FULL = 4;

    /** Of a longer run one in so many counts; steps. Chosen; held by TailSketchTest. */
    static final int ONE_OF = 32;

    /** With fewer values nothing is odd yet. Chosen; held by TailSketchTest. */
    static final int YOUNG_COUNT = 256;

    // The fit of a tail: TailSketches. All chosen, held by TailSketchTest. Again: nab, synthetic.

    /** What the fitted tail begins with; share of the values. */
    static final double TAIL_SHARE = 0.01;

    /** The fit is made anew after so many values, a power of two; it moves slowly. */
    static final int REFIT_EVERY = 16;

    /** It is made anew after one in so many of all values, where that is more; a power of two. */
    static final int REFIT_SHARE = 64;

    /** Excesses that the prior mean excess weighs as much as. */
    static final double PRIOR_WEIGHT = 2;

    /** The prior mean excess, from the bulk; share of the width from the median to the tail. */
    static final double PRIOR_OF_WIDTH = 0.1;

    /** The prior mean excess, where the bulk is narrow; share of the tail's start. */
    static final double PRIOR_OF_START = 0.05;

    /** Exponent of a tail of which nothing has been counted; each excess adds one. */
    static final double HEAVIEST_TAIL = 3;

    /**
     * Largest exponent of the tail: however many excesses were counted, the tail is no lighter than this power law.
     * What recurs once a month is not worth thirty zeros.
     */
    static final double LIGHTEST_TAIL = 8;

    /**
     * A first difference that makes as much of its feature's standard deviation (25 times {@link #NEGLIGIBLE_SHARE}) by
     * itself: the feature has always been the same, and how far it went says no more than that it had never moved.
     * Multiple of what means nothing, per square root of the values.
     */
    static final double ALONE = 6.25;

    /** Steps that a feature's standard deviation remembers. */
    static final int UNIT_MEMORY_STEPS = 2000;

    /** Smallest probability: further evidence says no more. */
    public static final double SMALLEST_PROBABILITY = 1e-30;

    // What a histogram remembers: LogHistograms. All chosen, held by TailSketchTest.

    /**
     * When so many values have been counted all counts are halved; at most what fits the 16 bits of a count with its
     * sign.
     */
    static final int MEMORY_COUNT = 16_384;

    /** Up to so many values the range is still being found. */
    static final int FEW_COUNT = 64;

    /** One value in so many above the range is no longer rare: half of {@link #TAIL_SHARE}. */
    static final int NOT_RARE_ONE_OF = 200;

    /** At most one value in so many may fall below the range when it follows a rare extreme up. */
    static final int MAY_DROP_ONE_OF = 4;
}
