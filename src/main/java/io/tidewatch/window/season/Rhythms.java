package io.tidewatch.window.season;

import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;

/**
 * Compares the rhythms that the features of one entity may follow: none, the day, the day with weekends, or these with
 * each time of the week. For each it keeps the mean square error of slots over the last week, in normalised units.
 */
final class Rhythms {
    /** The rhythm that a feature follows. */
    enum Rhythm {
        NONE,
        DAY,
        WEEKEND,
        WEEK
    }

    private static final int COUNT = Rhythm.values().length;

    /** A rhythm is used only if it leaves less than this share of the error without it. */
    private static final float HARMS = 2f;

    /** Weekends must leave less than this share of the day's error. */
    private static final float WEEKEND_PAYS = 0.8f;

    /**
     * Each time of the week must leave less than this share of the error: few have a rhythm of their own, and it is
     * seen only once a week.
     */
    private static final float WEEK_PAYS = 0.5f;

    private final int slotsOfDay;
    private final float[] errors;
    private int compared;

    Rhythms(int features, int slotsOfDay) {
        this.slotsOfDay = slotsOfDay;
        this.errors = new float[COUNT * features];
    }

    /** The rhythm that a feature is expected to follow; {@link Rhythm#DAY} until it is known. */
    Rhythm of(int feature) {
        if (compared < slotsOfDay) {
            return Rhythm.DAY;
        }
        float day = error(feature, Rhythm.DAY);
        float weekend = error(feature, Rhythm.WEEKEND);
        float week = error(feature, Rhythm.WEEK);
        float best = Math.min(day, weekend);
        if (Math.min(best, week) > HARMS * error(feature, Rhythm.NONE)) {
            return Rhythm.NONE;
        }
        if (week < WEEK_PAYS * best) {
            return Rhythm.WEEK;
        }
        return weekend < WEEKEND_PAYS * day ? Rhythm.WEEKEND : Rhythm.DAY;
    }

    private float error(int feature, Rhythm rhythm) {
        return errors[COUNT * feature + rhythm.ordinal()];
    }

    /** Takes the errors of a slot's mean: without a rhythm, and with each rhythm. */
    void compare(int feature, float none, float day, float weekend, float week) {
        int first = COUNT * feature;
        learn(first + Rhythm.NONE.ordinal(), none);
        learn(first + Rhythm.DAY.ordinal(), day);
        learn(first + Rhythm.WEEKEND.ordinal(), weekend);
        learn(first + Rhythm.WEEK.ordinal(), week);
    }

    private void learn(int index, float off) {
        float bounded = Math.min(off * off, 9);
        errors[index] += (bounded - errors[index]) / Math.min(compared + 1, 7 * slotsOfDay);
    }

    /** Ends a slot, once all features were compared. */
    void next() {
        compared++;
    }

    /** Takes over the errors of the features that are kept. */
    void take(Rhythms other, FeatureMapping kept) {
        compared = other.compared;
        for (int f = 0; f < kept.features(); f++) {
            if (kept.kept(f)) {
                System.arraycopy(other.errors, COUNT * kept.before(f), errors, COUNT * f, COUNT);
            }
        }
    }

    /** Rescales one feature's errors after its scale changed. */
    void rescale(int feature, float ratio) {
        for (int i = 0; i < COUNT; i++) {
            errors[COUNT * feature + i] *= ratio * ratio;
        }
    }

    void write(ByteBuffer out) {
        out.putInt(compared);
        for (float error : errors) {
            out.putFloat(error);
        }
    }

    void read(ByteBuffer in) {
        compared = in.getInt();
        for (int i = 0; i < errors.length; i++) {
            errors[i] = in.getFloat();
        }
    }
}
