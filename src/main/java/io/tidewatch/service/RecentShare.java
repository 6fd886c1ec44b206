package io.tidewatch.service;

/**
 * How many of the newest records are bad.
 *
 * @param minutes that they came in, rounded up
 */
record RecentShare(long bad, long all, long minutes) {
    /** Of fewer records a share says nothing. */
    static final long ENOUGH = 20;

    /** A producer that is wrong sends nothing but bad records; one or two of them may be a mistake. */
    private static final long ENOUGH_ALL_BAD = 5;

    /** Share of the records from which on most anomalies go unseen. */
    private static final double MOST = 0.5;

    /** Share that is worth a look. */
    private static final double SOME = 0.01;

    boolean most() {
        return all >= ENOUGH ? bad >= MOST * all : all >= ENOUGH_ALL_BAD && bad == all;
    }

    boolean some() {
        return most() || all >= ENOUGH && bad >= SOME * all;
    }

    /** Such as "7 of 20 records of the last 3 minutes". */
    String words() {
        return bad + " of " + all + " records of the last " + (minutes == 1 ? "minute" : minutes + " minutes");
    }
}
