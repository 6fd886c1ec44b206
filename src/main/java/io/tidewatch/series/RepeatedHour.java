package io.tidewatch.series;

import io.tidewatch.event.TimeText.Moment;

/**
 * Says which moment each row of one entity means in the hour that the clocks show twice, when they are set back in
 * autumn. The rows are in order, so a time that seems to be before the row above it is of the second passage. A
 * time that is the same as that of the row above is too, as in a file of hourly rows, unless the entity has had several
 * rows of one time before.
 */
final class RepeatedHour {
    private boolean begun;
    private long previousMs;
    private boolean severalRowsOfOneTime;

    /** The moment of the next row, epoch milliseconds. */
    long next(Moment moment) {
        boolean second = begun
                && (moment.earlierMs() < previousMs || (moment.earlierMs() == previousMs && !severalRowsOfOneTime));
        long timeMs = second ? moment.laterMs() : moment.earlierMs();
        severalRowsOfOneTime |= begun && timeMs == previousMs;
        previousMs = timeMs;
        begun = true;
        return timeMs;
    }
}
