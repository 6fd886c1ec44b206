package io.tidewatch.window;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Scores the silence of an entity: a two-state Markov chain of steps with and without events, learned
 * per entity with a Beta(1, 1) prior. A run of k empty steps has probability P(empty | not empty) · P(empty |
 * empty)^(k−1).
 *
 * <p>Where silences have a daily pattern ({@link HourlySilence}), the hour of each step gives its probability. Until
 * there is a pattern, the hour can only lower the score of the chain, so that nights with few events raise no alert
 * from the first day on.
 */
public final class Silence {
    /** Steps that the chain remembers. */
    private static final double MEMORY_STEPS = 4000;

    /** Steps with events before silence means anything. */
    private static final int WARM_UP_STEPS = 32;

    private final long stepMs;
    private double spoke;
    private double spokeThenEmpty;
    private double empty;
    private double emptyThenEmpty;
    private int run;
    private int lastRun;
    /** Steps since the first one with events: an entity that has never sent anything is not silent. */
    private long steps;
    /** Null until the first silence is over: most entities always send. */
    private @Nullable HourlySilence hourly;
    /** −log10 of the probability of the steps of this run, each by its hour. */
    private double byHour;

    /** @param stepMs length of a step, milliseconds */
    public Silence(long stepMs) {
        this.stepMs = stepMs;
    }

    /**
     * @param localMs its start in local time
     * @return the score of the silence up to it, −log10 of its probability; 0 if none
     */
    public double add(int events, long localMs) {
        boolean isEmpty = events == 0;
        if (isEmpty && steps == 0) {
            run++;
            return 0;
        }
        steps++;
        run = isEmpty ? run + 1 : 0;
        double score = isEmpty ? score(localMs) : 0;
        learn(isEmpty, localMs);
        lastRun = run;
        return steps > WARM_UP_STEPS ? score : 0;
    }

    /**
     * The score of the silence so far, −log10 of its probability. For a step in which the whole source was silent this
     * is called instead of {@link #add}: the step changes nothing.
     */
    public double score() {
        if (run == 0 || steps <= WARM_UP_STEPS) {
            return 0;
        }
        double atAnyHour = atAnyHour();
        HourlySilence hours = hourly;
        return hours == null ? atAnyHour : hours.daily() ? byHour : Math.min(byHour, atAnyHour);
    }

    private double atAnyHour() {
        return -Math.log10(first()) - (run - 1) * Math.log10(next());
    }

    private double first() {
        return (spokeThenEmpty + 1) / (spoke + 2);
    }

    private double next() {
        return (emptyThenEmpty + 1) / (empty + 2);
    }

    private double score(long localMs) {
        double first = first();
        double atAnyHour = atAnyHour();
        HourlySilence hours = hourly;
        if (hours == null) {
            return atAnyHour;
        }
        boolean daily = hours.daily();
        double here = run == 1 ? hours.begins(localMs, first) : hours.goesOn(localMs, first);
        double usual = run == 1 ? first : next();
        byHour = (run == 1 ? 0 : byHour) - Math.log10(daily ? here : Math.max(here, usual));
        return daily ? byHour : Math.min(byHour, atAnyHour);
    }

    private void learn(boolean isEmpty, long localMs) {
        // A run is learned once it is over: a long silence must not lower its own score.
        if (lastRun == 0) {
            spoke++;
            spokeThenEmpty += isEmpty ? 1 : 0;
        }
        if (lastRun > 0 && !isEmpty) {
            empty += lastRun;
            emptyThenEmpty += lastRun - 1;
        }
        if (!isEmpty) {
            learnHours(localMs);
        }
        if (spoke > MEMORY_STEPS) {
            spoke /= 2;
            spokeThenEmpty /= 2;
            empty /= 2;
            emptyThenEmpty /= 2;
        }
    }

    private void learnHours(long localMs) {
        HourlySilence hours = hourly;
        if (hours == null) {
            if (lastRun == 0 || stepMs > HourlySilence.LONGEST_STEP_MS) {
                return;
            }
            hours = new HourlySilence(stepMs);
            hours.spokeUntil(localMs - (lastRun + 1) * stepMs, steps - 1 - lastRun);
            hourly = hours;
        }
        for (int back = lastRun; back > 0; back--) {
            hours.empty(localMs - back * stepMs, back == lastRun);
        }
        hours.spoke(localMs);
    }

    /** Empty steps in a row, up to now. */
    public int run() {
        return run;
    }

    public void write(ByteBuffer out) {
        writeChain(out);
        HourlySilence hours = hourly;
        out.put((byte) (hours == null ? 0 : 1));
        if (hours != null) {
            out.putDouble(byHour);
            hours.write(out);
        }
    }

    private void writeChain(ByteBuffer out) {
        out.putDouble(spoke);
        out.putDouble(spokeThenEmpty);
        out.putDouble(empty);
        out.putDouble(emptyThenEmpty);
        out.putInt(run);
        out.putInt(lastRun);
        out.putLong(steps);
    }

    public void read(ByteBuffer in) {
        readChain(in);
        hourly = null;
        byHour = 0;
        if (in.get() != 0) {
            byHour = in.getDouble();
            hourly = new HourlySilence(stepMs);
            hourly.read(in);
        }
    }

    private void readChain(ByteBuffer in) {
        spoke = in.getDouble();
        spokeThenEmpty = in.getDouble();
        empty = in.getDouble();
        emptyThenEmpty = in.getDouble();
        run = in.getInt();
        lastRun = in.getInt();
        steps = in.getLong();
    }
}
