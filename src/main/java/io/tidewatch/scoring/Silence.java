package io.tidewatch.scoring;

import java.nio.ByteBuffer;

/**
 * How surprising it is that an entity sends nothing: a two-state Markov chain of steps with and without events, learned
 * per entity with a Beta(1, 1) prior. A run of k empty steps has probability P(empty | not empty) · P(empty | empty)^(k−1).
 */
public final class Silence {
    /** Steps that the chain remembers. */
    private static final double MEMORY_STEPS = 4000;

    /** Steps with events before silence means anything. */
    private static final int WARM_UP_STEPS = 32;

    private double spoke;
    private double spokeThenEmpty;
    private double empty;
    private double emptyThenEmpty;
    private int run;
    private int lastRun;
    private long steps;

    /** Takes one closed step; returns the surprise of the silence up to it, −log10 of its probability, 0 if none. */
    public double add(int events) {
        steps++;
        boolean isEmpty = events == 0;
        run = isEmpty ? run + 1 : 0;
        double surprise = 0;
        if (isEmpty && steps > WARM_UP_STEPS) {
            double first = (spokeThenEmpty + 1) / (spoke + 2);
            double next = (emptyThenEmpty + 1) / (empty + 2);
            surprise = -Math.log10(first) - (run - 1) * Math.log10(next);
        }
        // A run teaches once it is over: a long silence must not explain itself away.
        if (lastRun == 0) {
            spoke++;
            spokeThenEmpty += isEmpty ? 1 : 0;
        }
        if (lastRun > 0 && !isEmpty) {
            empty += lastRun;
            emptyThenEmpty += lastRun - 1;
        }
        lastRun = run;
        if (spoke > MEMORY_STEPS) {
            spoke /= 2;
            spokeThenEmpty /= 2;
            empty /= 2;
            emptyThenEmpty /= 2;
        }
        return surprise;
    }

    /** Empty steps in a row, up to now. */
    public int run() {
        return run;
    }

    public void write(ByteBuffer out) {
        out.putDouble(spoke);
        out.putDouble(spokeThenEmpty);
        out.putDouble(empty);
        out.putDouble(emptyThenEmpty);
        out.putInt(run);
        out.putInt(lastRun);
        out.putLong(steps);
    }

    public void read(ByteBuffer in) {
        spoke = in.getDouble();
        spokeThenEmpty = in.getDouble();
        empty = in.getDouble();
        emptyThenEmpty = in.getDouble();
        run = in.getInt();
        lastRun = in.getInt();
        steps = in.getLong();
    }
}
