package io.tidewatch.learning;

/** Immutable numbers of a window: records hold no arrays. */
public final class Cells {
    private final float[] values;

    /** @param values not copied; the caller must not change them any more */
    Cells(float[] values) {
        this.values = values;
    }

    /** Numbers of a copy. */
    public static Cells of(float... values) {
        return new Cells(values.clone());
    }

    public int length() {
        return values.length;
    }

    /** NaN is missing. */
    public float get(int index) {
        return values[index];
    }

    /** The numbers themselves: whoever gets them must not change them. */
    float[] values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cells cells && java.util.Arrays.equals(values, cells.values);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(values);
    }
}
