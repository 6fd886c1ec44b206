package io.tidewatch.scoring;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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

    public void write(DataOutput out) throws IOException {
        out.writeDouble(spoke);
        out.writeDouble(spokeThenEmpty);
        out.writeDouble(empty);
        out.writeDouble(emptyThenEmpty);
        out.writeInt(run);
        out.writeInt(lastRun);
        out.writeLong(steps);
    }

    public void read(DataInput in) throws IOException {
        spoke = in.readDouble();
        spokeThenEmpty = in.readDouble();
        empty = in.readDouble();
        emptyThenEmpty = in.readDouble();
        run = in.readInt();
        lastRun = in.readInt();
        steps = in.readLong();
    }
}
