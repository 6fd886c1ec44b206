package io.tidewatch.topology;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.FeatureSet;
import io.tidewatch.event.EventSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the state of the entities was made with, and cannot be used without.
 *
 * @param values by configuration key
 */
public record StateShape(Map<String, String> values) {

    /** A value that is another than that of the state. */
    public record Difference(String key, String state, String configured) {}

    public StateShape {
        values = Map.copyOf(values);
    }

    /** As configured now. */
    public static StateShape of(EventSpec event, DetectorSpec detector) {
        Map<String, String> values = new TreeMap<>();
        values.put("input.features", FeatureSet.of(detector, event.features()).text());
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

    /** Where this one, as configured, is another than that of the state. */
    public List<Difference> differences(StateShape state) {
        List<Difference> found = new ArrayList<>();
        for (String key : new TreeSet<>(values.keySet())) {
            String configured = values.get(key);
            String made = state.values.get(key);
            if (made != null && configured != null && !made.equals(configured)) {
                found.add(new Difference(key, made, configured));
            }
        }
        return found;
    }
}
