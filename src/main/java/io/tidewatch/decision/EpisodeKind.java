package io.tidewatch.decision;

import java.nio.ByteBuffer;

/**
 * The kind of one entity's episodes. A run of anomalous values is collective, and stays so; a few values far off their
 * level are points; others are contextual.
 */
final class EpisodeKind {
    /** Recent steps whose newest values were odd by themselves, less those since that were not. */
    private int oddSteps;

    /** Of the episode; when there is none, those just before, in a row. */
    private int farOffSteps;

    /** What was newest has had the highest score at some step of the episode. */
    private boolean sudden;

    private boolean collective;

    /**
     * Takes a step. Counted before an episode opens, too: a drift is a run of values by the time that it is noticed.
     */
    void step(boolean newestOdd, int windowSteps) {
        oddSteps = newestOdd ? Math.min(oddSteps + 1, windowSteps) : Math.max(0, oddSteps - 1);
    }

    /** No episode opens at this step. */
    void noneOpens(boolean farOff) {
        farOffSteps = farOff ? farOffSteps + 1 : 0;
    }

    /** An episode opens at this step; returns its kind. */
    AnomalyKind opens(AnomalyScore score, int windowSteps) {
        sudden = false;
        collective = oddRun(windowSteps);
        return active(score);
    }

    /**
     * The episode goes on; returns its kind. It may become a run also when the score of all channels has dropped: the
     * steps before soon predict a run of values.
     *
     * @param odd whether the score keeps the episode open
     * @param before kind at the step before
     */
    AnomalyKind goesOn(AnomalyScore score, boolean odd, int windowSteps, AnomalyKind before) {
        collective |= oddRun(windowSteps);
        if (odd) {
            return active(score);
        }
        return collective ? AnomalyKind.COLLECTIVE : before;
    }

    /**
     * The kind, an active step further on. What began with sudden values does not become a run because they are still
     * in the window when they are over.
     */
    private AnomalyKind active(AnomalyScore score) {
        farOffSteps += score.farOff() ? 1 : 0;
        sudden |= !score.gradual();
        collective |=
                score.silence() > 0 || farOffSteps > DecisionParameters.MOST_POINTS || farOffSteps == 0 && !sudden;
        return collective ? AnomalyKind.COLLECTIVE : farOffSteps > 0 ? AnomalyKind.POINT : AnomalyKind.CONTEXTUAL;
    }

    /** Whether what was newest has been odd by itself for long. */
    private boolean oddRun(int windowSteps) {
        return oddSteps > DecisionParameters.COLLECTIVE_SHARE * windowSteps;
    }

    void closed() {
        farOffSteps = 0;
    }

    /** Whether what was newest has had the highest score at some step of the episode. */
    boolean sudden() {
        return sudden;
    }

    void write(ByteBuffer out) {
        out.putInt(oddSteps);
        out.putInt(farOffSteps);
        out.put((byte) (sudden ? 1 : 0));
        out.put((byte) (collective ? 1 : 0));
    }

    void read(ByteBuffer in) {
        oddSteps = in.getInt();
        farOffSteps = in.getInt();
        sudden = in.get() != 0;
        collective = in.get() != 0;
    }
}
