package io.tidewatch.detector;

import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The specs that stored states may have been written for: the detector's own, and the same with its earlier features.
 * The bytes of a state name its spec.
 */
final class StateSpecs {
    private final DetectorSpec now;
    private final FeatureSet features;
    private final Map<Integer, DetectorSpec> byFingerprint = new HashMap<>();
    private final Map<DetectorSpec, FeatureSet> earlier = new IdentityHashMap<>();

    StateSpecs(DetectorSpec now, FeatureHistory history) {
        this.now = now;
        this.features = history.now();
        for (FeatureSet set : history.all()) {
            DetectorSpec spec = now;
            if (!set.equals(features)) {
                spec = now.withFeatures(set.specs());
                earlier.put(spec, set);
            }
            byFingerprint.put(set.fingerprint(), spec);
            if (set.equals(history.all().get(0))) {
                byFingerprint.put(set.fingerprintWithoutFields(), spec);
            }
        }
    }

    /**
     * Maps the configured features to those of an earlier spec that {@link #read} returned; null for the current spec.
     */
    @Nullable
    FeatureMapping changedSince(DetectorSpec spec) {
        FeatureSet before = spec == now ? null : earlier.get(spec);
        return before == null ? null : FeatureMapping.of(before.features(), features.features());
    }

    void write(ByteBuffer out, DetectorSpec spec) {
        FeatureSet written = earlier.getOrDefault(spec, features);
        out.putShort((short) spec.windowSteps());
        out.putShort((short) written.features().size());
        out.putInt(written.fingerprint());
        out.putShort((short) spec.categories().size());
        out.putLong(spec.step().lengthMs());
    }

    /**
     * The spec that {@link #write} wrote.
     *
     * @throws IllegalArgumentException when it is none that is known, saying what differs and what to do
     */
    DetectorSpec read(ByteBuffer in) {
        expect("window steps", now.windowSteps(), in.getShort());
        int count = in.getShort();
        DetectorSpec spec = byFingerprint.get(in.getInt());
        if (spec == null) {
            expect("number of features", now.features().size(), count);
            throw unfit("entity state was written for features of other names, order or aggregates than the configured "
                    + features.text());
        }
        expect("number of features", spec.features().size(), count);
        expect("number of categories", now.categories().size(), in.getShort());
        expect("step length in ms", now.step().lengthMs(), in.getLong());
        return spec;
    }

    static void expect(String what, long expected, long found) {
        if (expected != found) {
            throw unfit("entity state was written for " + what + " " + found + ", configured is " + expected);
        }
    }

    private static IllegalArgumentException unfit(String why) {
        return new IllegalArgumentException(
                why + "; give the detector a new name, or forget what it learned with 'tidewatch reset'");
    }
}
