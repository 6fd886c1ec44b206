package io.tidewatch.learning;

import io.tidewatch.codec.VarInt;
import io.tidewatch.window.SourceClock;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The event time that all tasks of a detector have reached: the smallest of their times, without those that are far
 * behind. There is none until each has reported. It never goes back. Not thread-safe.
 */
final class TaskTimes {
    /** In place of a time: of a task without any event so far; of the watermark: there is none yet. */
    static final long NONE = SourceClock.NONE;

    private final int tasks;
    private final long goneMs;
    private final Map<Integer, Long> times = new TreeMap<>();
    private long firstMs = NONE;
    private long watermarkMs = NONE;

    /**
     * @param tasks how many must report
     * @param goneMs a task further behind the newest than this is not waited for, milliseconds
     */
    TaskTimes(int tasks, long goneMs) {
        this.tasks = tasks;
        this.goneMs = goneMs;
    }

    /** Takes the time of a task. */
    void put(int task, long timeMs) {
        times.merge(task, timeMs, Math::max);
        long newestMs = times.values().stream().mapToLong(Long::longValue).max().orElse(NONE);
        if (newestMs == NONE) {
            return;
        }
        if (firstMs == NONE) {
            firstMs = newestMs;
        }
        boolean missing = times.size() < tasks && newestMs - firstMs <= goneMs;
        if (!missing) {
            long smallestMs = times.values().stream()
                    .mapToLong(Long::longValue)
                    .filter(ms -> ms != NONE && newestMs - ms <= goneMs)
                    .min()
                    .orElse(NONE);
            watermarkMs = Math.max(watermarkMs, smallestMs);
        }
    }

    /** The time of a task; {@link #NONE} when it has none. */
    long of(int task) {
        return times.getOrDefault(task, NONE);
    }

    /** Epoch milliseconds; {@link #NONE} while there is none. */
    long watermarkMs() {
        return watermarkMs;
    }

    void write(ByteBuffer out) {
        VarInt.writeUnsigned(out, times.size());
        times.forEach((task, timeMs) -> {
            out.putInt(task);
            out.putLong(timeMs);
        });
        out.putLong(firstMs);
        out.putLong(watermarkMs);
    }

    /** Bytes that {@link #write} takes at most. */
    int bytes() {
        return 5 + 12 * times.size() + 2 * Long.BYTES;
    }

    void read(ByteBuffer in) {
        int count = VarInt.readUnsigned(in);
        if (count < 0 || count > in.remaining() / 12) {
            throw new BufferUnderflowException();
        }
        for (int i = 0; i < count; i++) {
            times.put(in.getInt(), in.getLong());
        }
        firstMs = in.getLong();
        watermarkMs = in.getLong();
    }
}
