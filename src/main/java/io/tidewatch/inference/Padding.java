package io.tidewatch.inference;

/** Widths rounded up, so that loops have no remainder. */
public final class Padding {

    private Padding() {}

    public static int toMultiple(int width, int of) {
        return (width + of - 1) / of * of;
    }
}
