package io.tidewatch.window;

import io.tidewatch.codec.TextCodec;
import io.tidewatch.codec.VarInt;
import io.tidewatch.event.Event;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One closed step of one entity: a number per feature, and its categories. */
public final class Step {
    /** What is written for the number of events of a step that is excused. */
    private static final int EXCUSED = -1;

    private final long startMs;
    private final int events;
    private final double[] values;
    private final @Nullable String[] categories;
    private final boolean excused;

    /**
     * @param startMs start of the step, epoch milliseconds
     * @param events how many events with a value it holds; 0 is silence
     * @param values one per feature; NaN is missing
     * @param categories newest value of each category field; null is missing
     */
    Step(long startMs, int events, double[] values, @Nullable String[] categories) {
        this(startMs, events, values, categories, false);
    }

    private Step(long startMs, int events, double[] values, @Nullable String[] categories, boolean excused) {
        this.startMs = startMs;
        this.events = events;
        this.values = values;
        this.categories = categories;
        this.excused = excused;
    }

    /**
     * The same step, marked as empty because all entities of its source were silent: it does not count as this one's
     * silence.
     */
    public Step excuse() {
        return new Step(startMs, events, values, categories, true);
    }

    /**
     * The step that one event is by itself.
     *
     * @param counters of its entity, which remember its values
     */
    static Step of(Event event, List<FeatureSpec> features, int categoryFields, Counters counters) {
        double[] values = new double[features.size()];
        for (int f = 0; f < values.length; f++) {
            Aggregate aggregate = features.get(f).aggregate();
            double value = event.value(f);
            values[f] = aggregate.isRate() ? counters.rate(f, value, event.timestampMs()) : aggregate.ofOne(value);
        }
        @Nullable String[] categories = new String[categoryFields];
        for (int c = 0; c < categoryFields; c++) {
            categories[c] = event.category(c);
        }
        return new Step(event.timestampMs(), 1, values, categories);
    }

    /** Writes all but the start, which the reader must know. Values that are floats take four bytes, others eight. */
    public void write(ByteBuffer out) {
        VarInt.write(out, excused ? EXCUSED : events);
        boolean floats = true;
        for (double value : values) {
            floats &= Double.compare((float) value, value) == 0;
        }
        out.put((byte) (floats ? 1 : 0));
        for (double value : values) {
            if (floats) {
                out.putFloat((float) value);
            } else {
                out.putDouble(value);
            }
        }
        for (String category : categories) {
            TextCodec.writeOptional(out, category);
        }
    }

    public static Step read(ByteBuffer in, long startMs, int features, int categoryFields) {
        int written = (int) VarInt.read(in);
        int events = Math.max(0, written);
        boolean floats = in.get() != 0;
        double[] values = new double[features];
        for (int f = 0; f < features; f++) {
            values[f] = floats ? in.getFloat() : in.getDouble();
        }
        @Nullable String[] categories = new String[categoryFields];
        for (int c = 0; c < categoryFields; c++) {
            categories[c] = TextCodec.readOptional(in);
        }
        return new Step(startMs, events, values, categories, written == EXCUSED);
    }

    public long startMs() {
        return startMs;
    }

    public int events() {
        return events;
    }

    /** Whether it is empty because all entities of its source were silent. */
    public boolean excused() {
        return excused;
    }

    /** The value of a feature; NaN when it is missing. */
    public double value(int feature) {
        return values[feature];
    }

    /** The newest value of a category field; null when it is missing. */
    public @Nullable String category(int field) {
        return categories[field];
    }
}
