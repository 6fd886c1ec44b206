package io.tidewatch.cli;

import io.tidewatch.event.EventSpec;
import io.tidewatch.series.SeriesRow;
import io.tidewatch.text.Readable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rows sent that {@code run} of the same configuration rejects, because it does not believe their times. */
final class UnlikelyTimes {
    private final EventSpec event;
    private long rows;
    private long early;
    private long firstEarly;
    private long ahead;
    private long firstAhead;

    UnlikelyTimes(EventSpec event) {
        this.event = event;
    }

    /** Counts a row, sent at a time of the clock in epoch milliseconds. */
    void sent(SeriesRow row, long nowMs) {
        rows++;
        if (row.timestampMs() < event.earliestMs()) {
            firstEarly = early++ == 0 ? row.line() : firstEarly;
        } else if (row.timestampMs() - event.aheadMs() > nowMs) {
            firstAhead = ahead++ == 0 ? row.line() : firstAhead;
        }
    }

    /** Warns in one line for each bound that rows are beyond; empty when there are none. */
    List<String> warnings(Path file) {
        List<String> warnings = new ArrayList<>();
        String of = " of " + Count.of(rows, "row");
        if (early > 0) {
            warnings.add(Readable.text(file.toString()) + ": " + early + of + " before "
                    + Instant.ofEpochMilli(event.earliestMs()) + ", first at line " + firstEarly
                    + ": run rejects them; correct their times (input.time-unit), or set input.time-earliest");
        }
        if (ahead > 0) {
            warnings.add(Readable.text(file.toString()) + ": " + ahead + of + " more than " + event.aheadMs()
                    + " ms ahead of the clock, first at line " + firstAhead
                    + ": run rejects them; correct their times (input.time-unit), or set input.time-ahead");
        }
        return warnings;
    }
}
