package io.tidewatch.window;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The event time that all active sources of a task have reached: the smallest of their times.
 *
 * <p>A source that has nothing to read is idle, and holds nobody up. While all are idle, the latest of their times counts,
 * which go on with the wall clock, so that silence of all is noticed too. Until each source has told its time, there is no watermark: what an
 * unread source holds cannot be judged as missing. (Akidau et al., The Dataflow Model, VLDB 2015.) Mutable; belongs to one
 * thread.
 */
public final class Watermark {
    /** While there is none. */
    public static final long NONE = SourceClock.NONE;

    private final Map<Integer, Source> sources = new LinkedHashMap<>();
    private long timeMs = NONE;

    private static final class Source {
        private long timeMs = NONE;
        private boolean told;
        private boolean idle;
    }

    /** @param expected ids of the sources that must tell their time first; others may come later */
    public Watermark(Set<Integer> expected) {
        expected.forEach(id -> sources.put(id, new Source()));
    }

    /** Whether events come from more than one source, so that their order depends on how fast each is read. */
    public boolean severalSources() {
        return sources.size() > 1;
    }

    /** Takes the time that a source has reached with an event. */
    public void event(int id, long sourceTimeMs) {
        if (id == SourcedEvent.UNKNOWN) {
            return;
        }
        Source source = sources.computeIfAbsent(id, absent -> new Source());
        boolean aheadOfAnother = source.told && !source.idle && source.timeMs > timeMs;
        source.timeMs = sourceTimeMs;
        if (aheadOfAnother && sourceTimeMs >= timeMs) {
            return;
        }
        source.told = true;
        source.idle = false;
        update();
    }

    /** Takes what a source told between events: its time, {@link #NONE} if it never had one, and whether it is idle. */
    public void told(SourceTime time) {
        Source source = sources.computeIfAbsent(time.source(), absent -> new Source());
        source.timeMs = time.timeMs();
        source.told = true;
        source.idle = time.idle();
        update();
    }

    private void update() {
        long smallest = Long.MAX_VALUE;
        long largest = NONE;
        boolean active = false;
        for (Source source : sources.values()) {
            if (!source.told) {
                return;
            }
            largest = Math.max(largest, source.timeMs);
            if (!source.idle) {
                active = true;
                smallest = Math.min(smallest, source.timeMs);
            }
        }
        timeMs = active ? smallest : Math.max(timeMs, largest);
    }

    /** The watermark, epoch milliseconds; {@link #NONE} while there is none. It may go back when an idle source is active again. */
    public long timeMs() {
        return timeMs;
    }
}
