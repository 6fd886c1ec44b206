package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The event time that one source partition has reached.
 *
 * <p>Any event may move the time by a small step forward. A jump needs more: most of the recent entities must have made
 * it, or as much wall-clock time must have passed. So one fast clock does not move the time of other entities, but a
 * pause of all producers does. In a backlog, where hardly any wall-clock time passes, the time follows from the order
 * of the source's records alone. Mutable; belongs to one thread.
 */
public final class SourceClock {
    /** Before the first event. */
    public static final long NONE = Long.MIN_VALUE;

    /** A step forward larger than this is a jump, milliseconds; see {@link #jumpMs}. */
    private static final long SMALLEST_JUMP_MS = 600_000;

    /** A jump is larger than so many steps, or so many usual times between an entity's events. */
    private static final int NO_JUMP = 4;

    /** The usual time between events is first the smallest of so many, since one of them may be a jump. */
    private static final int FIRST_INTERVALS = 16;

    /** Share by which each further time between events moves the usual one. */
    private static final double INTERVAL_RATE = 1.05;

    /** Number of entities whose times are remembered: so many that a few wrong clocks are no majority. */
    private static final int MOST_WITNESSES = 64;

    /** An entity without an event for so many events, times the number of entities, has left and does not count. */
    private static final int EVENTS_EACH = 16;

    private static final int FEWEST_EVENTS = 64;

    /** Events of one entity after which the counts of all entities are halved, so that recent events weigh more. */
    private static final int MOST_COUNTED = 1_024;

    /**
     * First bytes of what {@link #write} writes: a time that no source reaches. Before, the source's time came first.
     */
    private static final long WITH_SPEAKER = Long.MAX_VALUE;

    private final long jumpMs;
    /** Entities by a hash of their name, those with the oldest last event first. */
    private final LinkedHashMap<Integer, Witness> witnesses = new LinkedHashMap<>(2 * MOST_WITNESSES, 0.75f, true);

    private long timeMs = NONE;
    private long events;
    private long lastNowMs = NONE;
    /** Running median of the times between an entity's events, milliseconds; 0 before the first. */
    private double intervalMs;

    private int intervals;
    /** The speaker, by the hash of its name; null before the first call of {@link #speaker}. */
    private @Nullable Integer speaker;

    private static final class Witness {
        private long timeMs;
        /** Recent number of its events, to compare with other entities. */
        private int events;
        /** Number of its last event, counted over the source. */
        private long heard;
    }

    /** @param jumpMs a larger step forward is a jump, see {@link #jumpMs} */
    public SourceClock(long jumpMs) {
        this.jumpMs = jumpMs;
    }

    /**
     * What counts as a jump for steps of this length: more than ten minutes, and more than four steps; milliseconds.
     */
    public static long jumpMs(StepSpec spec) {
        return Math.max(SMALLEST_JUMP_MS, NO_JUMP * spec.lengthMs());
    }

    /**
     * Takes the time of an event.
     *
     * @param entity whose event it is
     * @param eventMs its time, epoch milliseconds
     * @param nowMs wall-clock time: the source's time does not pass it
     * @return the source's time; it goes back only when most entities prove an earlier jump wrong
     */
    public long take(String entity, long eventMs, long nowMs) {
        long boundedMs = Math.min(eventMs, nowMs);
        events++;
        hear(entity.hashCode(), boundedMs);
        long noJumpMs = Math.max(jumpMs, (long) (NO_JUMP * intervalMs));
        long passedMs = lastNowMs == NONE ? 0 : Math.max(0, nowMs - lastNowMs);
        lastNowMs = nowMs;
        if (timeMs == NONE) {
            timeMs = boundedMs;
        } else if (boundedMs - timeMs > noJumpMs + passedMs) {
            jumpForward(timeMs + noJumpMs);
        } else if (boundedMs < timeMs - noJumpMs) {
            jumpBack(timeMs - noJumpMs);
        } else {
            timeMs = Math.max(timeMs, boundedMs);
        }
        return timeMs;
    }

    private void hear(int entity, long eventMs) {
        Witness witness = witnesses.get(entity);
        if (witness == null) {
            if (witnesses.size() == MOST_WITNESSES) {
                witnesses.remove(witnesses.keySet().iterator().next());
            }
            witness = new Witness();
            witnesses.put(entity, witness);
        }
        if (witness.heard != 0 && eventMs > witness.timeMs) {
            learnInterval(eventMs - witness.timeMs);
        }
        witness.timeMs = eventMs;
        witness.heard = events;
        witness.events++;
        if (witness.events == MOST_COUNTED) {
            witnesses.values().forEach(one -> one.events = (one.events + 1) / 2);
        }
    }

    private void learnInterval(double ms) {
        if (intervals < FIRST_INTERVALS) {
            intervalMs = intervals == 0 ? ms : Math.min(intervalMs, ms);
            intervals++;
        } else {
            intervalMs = ms > intervalMs ? intervalMs * INTERVAL_RATE : intervalMs / INTERVAL_RATE;
        }
    }

    private void jumpForward(long beyondMs) {
        long earliest = Long.MAX_VALUE;
        int ahead = 0;
        int voters = 0;
        long left = left();
        for (Witness witness : witnesses.values()) {
            if (witness.heard > left) {
                voters++;
                if (witness.timeMs > beyondMs) {
                    ahead++;
                    earliest = Math.min(earliest, witness.timeMs);
                }
            }
        }
        if (2 * ahead > voters) {
            timeMs = earliest;
        }
    }

    /** Number of an event: an entity without an event since then has left. */
    private long left() {
        return events - Math.max(FEWEST_EVENTS, (long) EVENTS_EACH * witnesses.size());
    }

    private void jumpBack(long beforeMs) {
        long latest = NONE;
        int behind = 0;
        for (Witness witness : witnesses.values()) {
            if (witness.timeMs < beforeMs) {
                behind++;
                latest = Math.max(latest, witness.timeMs);
            }
        }
        if (2 * behind > witnesses.size()) {
            timeMs = latest;
        }
    }

    /** The source's time, epoch milliseconds; {@link #NONE} before the first event. */
    public long timeMs() {
        return timeMs;
    }

    /**
     * The entity that reports the silence of the source: the one with the most events, whose silence is the least
     * likely. It stays the same until another one has twice as many events, so that it learns when silence of the whole
     * source is usual.
     *
     * @return hash of its name
     * @throws IllegalStateException before the first event
     */
    public int speaker() {
        Witness most = null;
        Integer heardMost = null;
        for (Map.Entry<Integer, Witness> entry : witnesses.entrySet()) {
            Witness witness = entry.getValue();
            if (witness.heard > left() && (most == null || witness.events >= most.events)) {
                most = witness;
                heardMost = entry.getKey();
            }
        }
        if (most == null || heardMost == null) {
            throw new IllegalStateException("a source without events has no speaker");
        }
        // Not get, which would move the entity to the end of the order.
        Witness current = speaker == null ? null : witnessOf(speaker);
        if (current == null || current.heard <= left() || 2 * current.events <= most.events) {
            speaker = heardMost;
        }
        return Objects.requireNonNull(speaker);
    }

    private @Nullable Witness witnessOf(int entity) {
        return witnesses.entrySet().stream()
                .filter(entry -> entry.getKey() == entity)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Writes all that {@link #read} needs. */
    public byte[] write() {
        ByteBuffer out = ByteBuffer.allocate(48 + witnesses.size() * 32);
        out.putLong(WITH_SPEAKER);
        out.putLong(timeMs);
        out.putDouble(intervalMs);
        VarInt.writeUnsigned(out, intervals);
        VarInt.writeUnsigned(out, witnesses.size());
        witnesses.forEach((entity, witness) -> {
            out.putInt(entity);
            VarInt.write(out, timeMs - witness.timeMs);
            VarInt.write(out, events - witness.heard);
            VarInt.writeUnsigned(out, witness.events);
        });
        Integer speaks = speaker;
        out.put((byte) (speaks == null ? 0 : 1));
        if (speaks != null) {
            out.putInt(speaks);
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** Restores the clock that wrote the bytes, also one of an older release, without a speaker. */
    public void read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long first = in.getLong();
        boolean withSpeaker = first == WITH_SPEAKER;
        timeMs = withSpeaker ? in.getLong() : first;
        intervalMs = in.getDouble();
        intervals = VarInt.readUnsigned(in);
        // Numbers of past events become negative, so that 0 still means: no event.
        events = 0;
        witnesses.clear();
        int count = VarInt.readUnsigned(in);
        for (int i = 0; i < count; i++) {
            Witness witness = new Witness();
            int entity = in.getInt();
            witness.timeMs = timeMs - VarInt.read(in);
            witness.heard = -1 - VarInt.read(in);
            witness.events = withSpeaker ? VarInt.readUnsigned(in) : 1;
            witnesses.put(entity, witness);
        }
        speaker = withSpeaker && in.get() != 0 ? in.getInt() : null;
    }
}
