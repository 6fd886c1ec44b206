package io.tidewatch.cli;

/** A number of things, in words that fit it. */
final class Count {
    private Count() {}

    /** {@code 1 row}, {@code 2 rows}. */
    static String of(long number, String noun) {
        return of(number, noun, noun + "s");
    }

    static String of(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
