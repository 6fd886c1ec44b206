package io.tidewatch.topology;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.FeatureSet;
import io.tidewatch.event.EventSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the state of the entities was made with: configuration that it cannot be used without, and all features that
 * some of it may still be of.
 *
 * @param values by configuration key, in the order in which they were first kept; all sets of features by
 *     {@value #FEATURE_SET} and a name of their own
 */
public record StateShape(Map<String, String> values) {
    private static final String FEATURES = "input.features";
    private static final String FEATURE_SET = FEATURES + "/";

    /** A value that is another than that of the state. */
    public record Difference(String key, String state, String configured) {}

    public StateShape {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public static StateShape of(EventSpec event, DetectorSpec detector) {
        FeatureSet features = FeatureSet.of(detector, event.features());
        Map<String, String> values = new LinkedHashMap<>();
        values.put(FEATURES, features.text());
        values.put(FEATURE_SET + Integer.toHexString(features.fingerprint()), features.write());
        values.put("input.categories", event.categories().toString());
        values.put("input.entity", event.entityField().orElse("key"));
        values.put("input.zone", detector.zone().getId());
        values.put(
                "window.step",
                detector.step().perEvent()
                        ? "event"
                        : Duration.ofMillis(detector.step().lengthMs())
                                .toString()
                                .substring(2)
                                .toLowerCase(Locale.ROOT));
        values.put("window.steps", Integer.toString(detector.windowSteps()));
        return new StateShape(values);
    }

    /** Where this one, as configured, is another than the state can be used with. */
    public List<Difference> differences(StateShape state) {
        List<Difference> found = new ArrayList<>();
        values.forEach((key, configured) -> {
            String made = state.values.getOrDefault(key, configured);
            boolean converted = key.equals(FEATURES) && state.features().isPresent();
            if (!made.equals(configured) && !converted) {
                found.add(new Difference(key, made, configured));
            }
        });
        return found;
    }

    /** The part of this one, as configured, that is not kept of the state yet. */
    public StateShape without(StateShape state) {
        Map<String, String> missing = new LinkedHashMap<>(values);
        missing.entrySet().removeIf(value -> value.getValue().equals(state.values.get(value.getKey())));
        return new StateShape(missing);
    }

    /** The features that the detector had when this was kept last; empty when an earlier release did. */
    public Optional<FeatureSet> features() {
        String text = values.get(FEATURES);
        return sets().stream().filter(set -> set.text().equals(text)).findFirst();
    }

    /** The features of this one, as configured, and those of before. */
    public FeatureHistory history(StateShape state) {
        FeatureSet now = sets().get(0);
        List<FeatureSet> all = new ArrayList<>(state.sets());
        if (!all.contains(now)) {
            all.add(now);
        }
        return new FeatureHistory(now, all);
    }

    private List<FeatureSet> sets() {
        return values.entrySet().stream()
                .filter(value -> value.getKey().startsWith(FEATURE_SET))
                .map(value -> FeatureSet.read(value.getValue()))
                .toList();
    }
}
