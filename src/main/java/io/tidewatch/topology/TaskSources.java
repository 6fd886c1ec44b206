package io.tidewatch.topology;

import io.tidewatch.event.Event;
import io.tidewatch.window.Outage;
import io.tidewatch.window.SourceClock;
import io.tidewatch.window.SourceTime;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.StepSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The source partitions of one decoding task: each with its clock, and what it sends between its events.
 *
 * <p>A source is idle when all its records have been read and no event has come for some time. Its time then goes on
 * with the wall clock, by what this process has seen pass: looks that are far apart (a thread that waited for the
 * registry, a long pause, a restart) count as {@link #LONGEST_LOOK_MS}, and those without an answer from the broker not
 * at all, for nobody knows what came in meanwhile. So silence is found late after a fault, never falsely. Belongs to
 * one thread.
 */
final class TaskSources {
    /** How often to look, milliseconds. */
    static final long LOOK_EVERY_MS = 1_000;

    /** Longest time between two looks that counts in full, milliseconds. */
    static final long LONGEST_LOOK_MS = 3 * LOOK_EVERY_MS;

    /** Without events for so long a source is idle, unless entities are quiet sooner; milliseconds. */
    private static final long IDLE_AFTER_MS = 30_000;

    /** The same where each event is a step, and may wait for the sources; milliseconds. */
    private static final long IDLE_AFTER_PER_EVENT_MS = 5_000;

    /**
     * So long a source that never had an event must have nothing to read before it counts as idle, milliseconds. What
     * the consumer has read may still wait in the buffer of the task, while the thread works for another one.
     */
    private static final long NEVER_HEARD_AFTER_MS = 5_000;

    /** Times are sent again after so long, for tasks that have started later; milliseconds. */
    private static final long SEND_AGAIN_MS = 30_000;

    private final StepSpec step;
    private final long idleAfterMs;
    private final KeyValueStore<byte[], byte[]> store;
    private final InputPulse pulse;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private long beats;

    private static final class Source {
        private final byte[] key;
        private final String topic;
        private final int partition;
        private final int id;
        private final SourceClock clock;
        private long savedEvents;
        private long events;
        private long quietForMs;
        private long lookedAtMs;
        private @Nullable SourceTime sent;
        private long sentAtMs;

        private Source(String topic, int partition, SourceClock clock, long nowMs) {
            this.key = SourceIds.name(topic, partition).getBytes(StandardCharsets.UTF_8);
            this.topic = topic;
            this.partition = partition;
            this.id = SourceIds.of(topic, partition);
            this.clock = clock;
            this.lookedAtMs = nowMs;
        }

        private long timeMs() {
            return clock.timeMs() == SourceClock.NONE ? SourceClock.NONE : clock.timeMs() + quietForMs;
        }
    }

    /** @param store of the clocks, by the names of their sources */
    TaskSources(StepSpec step, KeyValueStore<byte[], byte[]> store, InputPulse pulse) {
        this.step = step;
        this.idleAfterMs = step.perEvent() ? IDLE_AFTER_PER_EVENT_MS : Math.min(step.quietMs(), IDLE_AFTER_MS);
        this.store = store;
        this.pulse = pulse;
    }

    /** Begins with a source, where its clock stood. */
    void open(String topic, int partition, long nowMs) {
        source(topic, partition, nowMs);
    }

    private Source source(String topic, int partition, long nowMs) {
        return Objects.requireNonNull(sources.computeIfAbsent(topic, absent -> {
            Source source = new Source(topic, partition, new SourceClock(SourceClock.jumpMs(step)), nowMs);
            byte[] stored = store.get(source.key);
            if (stored != null) {
                source.clock.read(stored);
            }
            return source;
        }));
    }

    /**
     * Takes the next event of a source.
     *
     * @param origin of its record
     */
    SourcedEvent event(Event event, RecordMetadata origin, long nowMs) {
        Source source = source(origin.topic(), origin.partition(), nowMs);
        source.events++;
        source.quietForMs = 0;
        source.lookedAtMs = nowMs;
        long timeMs = source.clock.take(event.entity(), event.timestampMs(), nowMs);
        return new SourcedEvent(event, source.id, timeMs, origin.offset());
    }

    /** Looks at the wall clock, and returns the times to send now. */
    List<SourceTime> look(long nowMs) {
        long beatsNow = pulse.beats();
        boolean connected = beatsNow != beats;
        beats = beatsNow;
        List<SourceTime> news = new ArrayList<>();
        for (Source source : sources.values()) {
            save(source);
            SourceTime now = look(source, connected, nowMs);
            if (isNews(source, now, nowMs)) {
                source.sent = now;
                source.sentAtMs = nowMs;
                news.add(now);
            }
        }
        return news;
    }

    private SourceTime look(Source source, boolean connected, long nowMs) {
        long passedMs = Math.min(Math.max(0, nowMs - source.lookedAtMs), LONGEST_LOOK_MS);
        source.lookedAtMs = nowMs;
        boolean readOn = connected && pulse.allRead(source.topic, source.partition);
        if (readOn) {
            source.quietForMs += passedMs;
        }
        boolean never = source.clock.timeMs() == SourceClock.NONE;
        boolean idle = never
                ? readOn && source.quietForMs >= Math.min(NEVER_HEARD_AFTER_MS, idleAfterMs)
                : source.quietForMs >= idleAfterMs;
        if (never || !idle) {
            return new SourceTime(source.id, source.clock.timeMs(), idle);
        }
        Outage outage = Outage.since(source.clock.timeMs(), source.clock.speaker());
        return new SourceTime(source.id, source.timeMs(), true, outage);
    }

    private boolean isNews(Source source, SourceTime now, long nowMs) {
        SourceTime sent = source.sent;
        return sent == null
                || sent.idle() != now.idle()
                || nowMs - source.sentAtMs >= SEND_AGAIN_MS
                || Math.floorDiv(sent.timeMs(), granuleMs()) != Math.floorDiv(now.timeMs(), granuleMs());
    }

    /** Smaller changes of a source's time close no step. */
    private long granuleMs() {
        return Math.max(step.lengthMs(), LOOK_EVERY_MS);
    }

    private void save(Source source) {
        if (source.savedEvents != source.events) {
            source.savedEvents = source.events;
            store.put(source.key, source.clock.write());
        }
    }
}
