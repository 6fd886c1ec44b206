package io.tidewatch.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a run had come at each of its commits.
 *
 * <p>The steady part lies between the first commit after the prelude and the last one before the input was used up: both
 * ends are commits, so that the work between them is whole. With an internal topic, events are decoded ahead of those
 * that are finished by about what fits between two commits; Streams gives both ends of that topic the same number of
 * turns, so that in between both go on at the same rate.
 */
final class Progression {
    private final long preludeEvents;
    private final long totalEvents;
    private final List<Point> points = new ArrayList<>();

    /**
     * One look at a run.
     *
     * @param nanos time since some moment, nanoseconds
     * @param finished events that the whole topology has processed
     * @param decoded events decoded, some of which may be in the internal topic still
     * @param cpuNanos processor time of the process, nanoseconds
     * @param changelogBytes sent so far
     * @param changelogRecords sent so far
     */
    record Point(
            long nanos, long finished, long decoded, long cpuNanos, double changelogBytes, double changelogRecords) {}

    Progression(long preludeEvents, long totalEvents) {
        this.preludeEvents = preludeEvents;
        this.totalEvents = totalEvents;
    }

    /** Takes a look in, in the order of time: the first record, each commit, the end when all was committed. */
    void add(Point point) {
        points.add(point);
    }

    /** Steady rate, events per second. */
    double eventsPerSecond() {
        return steady().events() / steady().seconds();
    }

    /** From the first event consumed to the last look, events per second. */
    double wholeEventsPerSecond() {
        return whole().events() / whole().seconds();
    }

    /** Length of the steady part, seconds. */
    double steadySeconds() {
        return steady().seconds();
    }

    /** Processor time of the process per event in the steady part, microseconds. */
    double cpuMicrosPerEvent() {
        Span span = steady();
        return (span.to.cpuNanos() - span.from.cpuNanos()) / 1e3 / span.events();
    }

    /** Compressed bytes sent to changelogs per event after the prelude. */
    double changelogBytesPerEvent() {
        Span span = written();
        return (span.to.changelogBytes() - span.from.changelogBytes()) / span.events();
    }

    /** Records sent to changelogs per event after the prelude. */
    double changelogRecordsPerEvent() {
        Span span = written();
        return (span.to.changelogRecords() - span.from.changelogRecords()) / span.events();
    }

    /** To the end, when all was committed: states are written in bursts, with each commit of their task. */
    private Span written() {
        Point from = points.stream()
                .filter(point -> point.finished() >= preludeEvents && point.decoded() < totalEvents)
                .findFirst()
                .orElse(points.get(0));
        return new Span(from, points.get(points.size() - 1));
    }

    private Span whole() {
        return new Span(points.get(0), points.get(points.size() - 1));
    }

    /**
     * The commits that measuring starts and ends with; of a run too short to hold two with events
     * finished between them, its first look and its end.
     */
    private Span steady() {
        List<Point> inside = points.stream()
                .filter(point -> point.finished() >= preludeEvents && point.decoded() < totalEvents)
                .toList();
        if (inside.isEmpty()) {
            return whole();
        }
        Span span = new Span(inside.get(0), inside.get(inside.size() - 1));
        return span.to.finished() == span.from.finished() ? whole() : span;
    }

    private record Span(Point from, Point to) {
        double events() {
            return Math.max(1, to.finished() - from.finished());
        }

        double seconds() {
            return Math.max(1, to.nanos() - from.nanos()) / 1e9;
        }
    }
}
