package io.tidewatch.window.season;

import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;

/**
 * How well each rhythm tells what the features of one entity are: none at all, the day, the day and its weekends, or these and
 * each time of the week. Mean square errors of slots, in normalised units, over the last week.
 */
final class Rhythms {
    /** What a feature follows. */
    enum Rhythm {
        NONE,
        DAY,
        WEEKEND,
        WEEK
    }

    private static final int COUNT = Rhythm.values().length;

    /** Slots over which they are compared: a week. */
    private static final int COMPARED = 7 * SeasonalProfile.SLOTS;

    /** A rhythm that leaves more than this share of the error without it is not believed. */
    private static final float HARMS = 2f;

    /** Weekends must leave less than this share of the day's error. */
    private static final float WEEKEND_PAYS = 0.8f;

    /**
     * Each time of the week must leave less than this share of the error: few have a rhythm of their own, and it is seen
     * only once a week.
     */
    private static final float WEEK_PAYS = 0.5f;

    private final float[] errors;
    private int compared;

    Rhythms(int features) {
        this.errors = new float[COUNT * features];
    }

    /** The rhythm that a feature is expected to follow; {@link Rhythm#DAY} until it is known. */
    Rhythm of(int feature) {
        if (compared < SeasonalProfile.SLOTS) {
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

    /** Takes how far off a slot's mean was without a rhythm, and by each. */
    void compare(int feature, float none, float day, float weekend, float week) {
        int first = COUNT * feature;
        learn(first + Rhythm.NONE.ordinal(), none);
        learn(first + Rhythm.DAY.ordinal(), day);
        learn(first + Rhythm.WEEKEND.ordinal(), weekend);
        learn(first + Rhythm.WEEK.ordinal(), week);
    }

    private void learn(int index, float off) {
        float bounded = Math.min(off * off, 9);
        errors[index] += (bounded - errors[index]) / Math.min(compared + 1, COMPARED);
    }

    /** Ends a slot, once all features were compared. */
    void next() {
        compared++;
    }

    /** Takes over what another has learned of the features that are kept. */
    void take(Rhythms other, FeatureMapping kept) {
        compared = other.compared;
        for (int f = 0; f < kept.features(); f++) {
            if (kept.kept(f)) {
                System.arraycopy(other.errors, COUNT * kept.before(f), errors, COUNT * f, COUNT);
            }
        }
    }

    /** Re-expresses one feature's errors after its scale changed. */
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
