package io.tidewatch.inference;

import io.tidewatch.window.TimeContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The context that a network takes beside the window: time of day and week, categories one-hot. */
public final class SideInput {
    private final List<Map<String, Integer>> positions;
    private final int width;

    /** @param vocabularies per category field: the values known; others share the field's last position */
    public SideInput(List<List<String>> vocabularies) {
        int at = TimeContext.WIDTH;
        this.positions = new ArrayList<>();
        for (List<String> vocabulary : vocabularies) {
            Map<String, Integer> position = new HashMap<>();
            for (String value : vocabulary) {
                position.put(value, at++);
            }
            position.put("", at++);
            positions.add(position);
        }
        this.width = at;
    }

    public int width() {
        return width;
    }

    /**
     * Writes {@link #width()} numbers at {@code offset}, each in [−1, 1].
     *
     * @param categories the newest value of each category field; null is missing
     */
    public void write(IntFunction<@Nullable String> categories, long localMs, float[] target, int offset) {
        TimeContext.write(localMs, target, offset);
        for (int i = TimeContext.WIDTH; i < width; i++) {
            target[offset + i] = 0;
        }
        for (int field = 0; field < positions.size(); field++) {
            Map<String, Integer> position = positions.get(field);
            String category = categories.apply(field);
            int other = Objects.requireNonNull(position.get(""), "no position for other values");
            target[offset + (category == null ? other : position.getOrDefault(category, other))] = 1;
        }
    }
}
