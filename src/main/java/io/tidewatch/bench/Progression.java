package io.tidewatch.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a run had come at each of its commits.
 *
 * <p>The steady part lies between the first commit after the prelude and the last one before the input was used up: both
 * ends are commits, so that the work between them is whole.
 */
final class Progression {
    private final long preludeEvents;
    private final long totalEvents;
    private final int hops;
    private final List<Point> points = new ArrayList<>();

    /**
     * One look at a run.
     *
     * @param nanos time since some moment, nanoseconds
     * @param processed records processed by all sub-topologies
     * @param decoded events decoded
     * @param cpuNanos processor time of the process, nanoseconds
     * @param changelogBytes sent so far
     * @param changelogRecords sent so far
     */
    record Point(
            long nanos, long processed, long decoded, long cpuNanos, double changelogBytes, double changelogRecords) {}

    /** @param hops times that an event is processed */
    Progression(long preludeEvents, long totalEvents, int hops) {
        this.preludeEvents = preludeEvents;
        this.totalEvents = totalEvents;
        this.hops = hops;
    }

    /** Takes a look in, in the order of time: the first record, each commit, the end when all was committed. */
    void add(Point point) {
        points.add(point);
    }

    private Point last() {
        return points.get(points.size() - 1);
    }

    /** The commits that measuring starts and ends with; of a run too short to hold two, its first look and its end. */
    private Span steady() {
        Point from = null;
        Point to = null;
        for (Point point : points) {
            if (point.processed() < preludeEvents * hops || point.decoded() >= totalEvents) {
                continue;
            }
            if (from == null) {
                from = point;
            }
            to = point;
        }
        return from == null || to == null || from == to ? new Span(points.get(0), last()) : new Span(from, to);
    }

    /** Steady rate, events per second. */
    double eventsPerSecond() {
        return steady().events(hops) / steady().seconds();
    }

    /** From the first event consumed to the last look, events per second. */
    double wholeEventsPerSecond() {
        return new Span(points.get(0), last()).events(hops) / new Span(points.get(0), last()).seconds();
    }

    /** Length of the steady part, seconds. */
    double steadySeconds() {
        return steady().seconds();
    }

    /** Processor time of the process per event in the steady part, microseconds. */
    double cpuMicrosPerEvent() {
        Span span = steady();
        return (span.to.cpuNanos() - span.from.cpuNanos()) / 1e3 / span.events(hops);
    }

    /** Compressed bytes sent to changelogs per event in the steady part. */
    double changelogBytesPerEvent() {
        Span span = steady();
        return (span.to.changelogBytes() - span.from.changelogBytes()) / span.events(hops);
    }

    /** Records sent to changelogs per event in the steady part. */
    double changelogRecordsPerEvent() {
        Span span = steady();
        return (span.to.changelogRecords() - span.from.changelogRecords()) / span.events(hops);
    }

    private record Span(Point from, Point to) {
        double events(int hops) {
            return Math.max(1, to.processed() - from.processed()) / (double) hops;
        }

        double seconds() {
            return Math.max(1, to.nanos() - from.nanos()) / 1e9;
        }
    }
}
