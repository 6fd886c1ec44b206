package io.tidewatch.scoring;

/** Widths rounded up, so that loops have no remainder. */
final class Padding {

    private Padding() {}

    static int toMultiple(int width, int of) {
        return (width + of - 1) / of * of;
    }
}
