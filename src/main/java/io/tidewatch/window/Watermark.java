package io.tidewatch.window;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The event time that all active sources of a task have reached: the smallest of their times.
 *
 * <p>A source that has nothing to read is idle, and does not hold the watermark back. While all sources are idle, the
 * watermark is the latest of their times, which advance with the wall clock: so silence of all sources is detected too.
 * There is no watermark until the time of each source is known: events of a source that has not been read are not
 * missing. (Akidau et al., The Dataflow Model, VLDB 2015.) Mutable; belongs to one thread.
 */
public final class Watermark {
    /** In place of a watermark: there is none yet. */
    public static final long NONE = SourceClock.NONE;

    private final Map<Integer, Source> sources = new LinkedHashMap<>();
    private final IntFunction<String> nameOf;
    private long timeMs = NONE;

    private static final class Source {
        private long timeMs = NONE;
        private boolean timeKnown;
        private boolean idle;
        /** The newest outage; null: it had none. */
        private @Nullable Outage outage;

        private boolean neverHeard() {
            return timeKnown && timeMs == NONE;
        }

        private boolean silent(long startMs, long endMs) {
            Outage newest = outage;
            return newest != null && newest.covers(startMs, endMs);
        }
    }

    /** @param expected ids of the sources whose times must be known first; others may come later */
    public Watermark(Set<Integer> expected) {
        this(expected, id -> "source " + id);
    }

    /**
     * @param expected ids of the sources whose times must be known first; others may come later
     * @param nameOf name of a source for people
     */
    public Watermark(Set<Integer> expected, IntFunction<String> nameOf) {
        expected.forEach(id -> sources.put(id, new Source()));
        this.nameOf = nameOf;
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
        Source source = source(id);
        endOutage(source, sourceTimeMs);
        boolean aheadOfAnother = source.timeKnown && !source.idle && source.timeMs > timeMs;
        source.timeMs = sourceTimeMs;
        if (aheadOfAnother && sourceTimeMs >= timeMs) {
            return;
        }
        source.timeKnown = true;
        source.idle = false;
        update();
    }

    /** Takes the state that a source reported between events. */
    public void update(SourceTime time) {
        Source source = source(time.source());
        Outage outage = time.outage();
        if (outage != null) {
            source.outage = outage;
        } else if (!time.idle()) {
            endOutage(source, time.timeMs());
        }
        source.timeMs = time.timeMs();
        source.timeKnown = true;
        source.idle = time.idle();
        update();
    }

    private Source source(int id) {
        return sources.computeIfAbsent(id, absent -> new Source());
    }

    private static void endOutage(Source source, long sourceTimeMs) {
        Outage outage = source.outage;
        if (outage != null) {
            source.outage = outage.reached(sourceTimeMs);
        }
    }

    private void update() {
        long smallest = Long.MAX_VALUE;
        long largest = NONE;
        boolean active = false;
        for (Source source : sources.values()) {
            if (!source.timeKnown) {
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

    /** Whether the state of each source is known, be it that it never had an event. */
    public boolean known() {
        return sources.values().stream().allMatch(source -> source.timeKnown);
    }

    /**
     * The watermark, epoch milliseconds; {@link #NONE} while there is none. It may go back when an idle source is
     * active again.
     */
    public long timeMs() {
        return timeMs;
    }

    /** The newest outage of a source, to be stored; null: it had none. */
    public @Nullable Outage outage(int id) {
        Source source = sources.get(id);
        return source == null ? null : source.outage;
    }

    /** Restores the stored outage of a source: it is not reported again once it is over. */
    public void restore(int id, Outage outage) {
        source(id).outage = outage;
    }

    /**
     * The cause of an entity's empty step, if it was not the entity: all sources were silent, or the one that its
     * events come from.
     *
     * @param only id of that source; {@link SourcedEvent#UNKNOWN} when its events may come from several
     * @return null: its source, or another one where it may have several, was not silent
     */
    @Nullable
    SharedSilence silence(int only, long startMs, long endMs) {
        boolean all =
                sources.values().stream().allMatch(source -> source.neverHeard() || source.silent(startMs, endMs));
        int id = all ? newestOutage() : only;
        Source source = sources.get(id);
        Outage outage = source == null ? null : source.outage;
        if (outage == null || !outage.covers(startMs, endMs)) {
            return null;
        }
        String from = all && severalSources() ? "any source" : nameOf.apply(id);
        return new SharedSilence(from, outage.speaker(), outage.sinceMs());
    }

    /** Id of the source that fell silent last; of several, the smallest. */
    private int newestOutage() {
        int newest = SourcedEvent.UNKNOWN;
        long sinceMs = NONE;
        for (Map.Entry<Integer, Source> entry : sources.entrySet()) {
            Outage outage = entry.getValue().outage;
            int id = entry.getKey();
            if (outage != null && (outage.sinceMs() > sinceMs || outage.sinceMs() == sinceMs && id < newest)) {
                newest = id;
                sinceMs = outage.sinceMs();
            }
        }
        return newest;
    }
}
