package io.tidewatch.window;

import io.tidewatch.codec.TextCodec;
import io.tidewatch.codec.VarInt;
import io.tidewatch.event.Event;
import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step that still takes events. */
final class OpenStep {
    private final long startMs;
    private final FeatureAccumulator[] features;
    private final @Nullable String[] categories;
    /** Events with a value: one without any counts as silence. */
    private int events;

    private long newestMs = Long.MIN_VALUE;

    OpenStep(long startMs, List<FeatureSpec> specs, int categoryFields) {
        this.startMs = startMs;
        this.features = new FeatureAccumulator[specs.size()];
        for (int f = 0; f < features.length; f++) {
            features[f] = new FeatureAccumulator(specs.get(f).aggregate());
        }
        this.categories = new String[categoryFields];
    }

    long startMs() {
        return startMs;
    }

    void add(Event event) {
        boolean measured = false;
        for (int f = 0; f < features.length; f++) {
            double value = event.value(f);
            features[f].add(value, event.timestampMs());
            measured |= !Double.isNaN(value);
        }
        if (measured) {
            events++;
        }
        if (event.timestampMs() >= newestMs) {
            newestMs = event.timestampMs();
            for (int c = 0; c < categories.length; c++) {
                String category = event.category(c);
                if (category != null) {
                    categories[c] = category;
                }
            }
        }
    }

    /** The same with other features: those that are kept continue, the others start empty. */
    OpenStep withFeatures(List<FeatureSpec> specs, FeatureMapping kept) {
        OpenStep step = new OpenStep(startMs, specs, categories.length);
        step.events = events;
        step.newestMs = newestMs;
        System.arraycopy(categories, 0, step.categories, 0, categories.length);
        for (int f = 0; f < step.features.length; f++) {
            if (kept.kept(f)) {
                step.features[f] = features[kept.before(f)];
            }
        }
        return step;
    }

    /** @param counters of the entity, which remember the values of this step */
    Step close(Counters counters) {
        double[] values = new double[features.length];
        for (int f = 0; f < values.length; f++) {
            values[f] = features[f].close(f, counters);
        }
        return new Step(startMs, events, values, categories);
    }

    /** Writes all but the start, which the reader must know. */
    void write(ByteBuffer out) {
        VarInt.writeUnsigned(out, events);
        VarInt.write(out, newestMs - startMs);
        for (FeatureAccumulator feature : features) {
            feature.write(out);
        }
        for (String category : categories) {
            TextCodec.writeOptional(out, category);
        }
    }

    static OpenStep read(ByteBuffer in, long startMs, List<FeatureSpec> specs, int categoryFields) {
        OpenStep step = new OpenStep(startMs, specs, categoryFields);
        step.events = VarInt.readUnsigned(in);
        step.newestMs = startMs + VarInt.read(in);
        for (int f = 0; f < step.features.length; f++) {
            step.features[f] = FeatureAccumulator.read(specs.get(f).aggregate(), in);
        }
        for (int c = 0; c < categoryFields; c++) {
            step.categories[c] = TextCodec.readOptional(in);
        }
        return step;
    }
}
