package io.tidewatch.model;

import java.util.ArrayList;
import java.util.List;

/** The windows a network learns from, in normalised units. Grows by {@link #add}; not thread-safe. */
public final class TrainingWindows {
    private final InputLayout layout;
    private final List<float[]> cells = new ArrayList<>();
    private final List<float[]> sides = new ArrayList<>();

    public TrainingWindows(InputLayout layout) {
        this.layout = layout;
    }

    public InputLayout layout() {
        return layout;
    }

    /**
     * Adds one window.
     *
     * @param window {@code [steps × features]}, normalised; NaN is missing
     * @param side {@code [layout.side()]}, finite
     */
    public void add(float[] window, float[] side) {
        if (window.length != layout.cells() || side.length != layout.side()) {
            throw new IllegalArgumentException(
                    "window of " + window.length + " cells and " + side.length + " side inputs for " + layout);
        }
        cells.add(window.clone());
        sides.add(side.clone());
    }

    /** Replaces window {@code index}, for reservoir sampling. */
    public void replace(int index, float[] window, float[] side) {
        cells.set(index, window.clone());
        sides.set(index, side.clone());
    }

    public int size() {
        return cells.size();
    }

    /** A cell of a window, in normalised units; NaN is missing. */
    public float cell(int window, int index) {
        return cells.get(window)[index];
    }

    public float side(int window, int index) {
        return sides.get(window)[index];
    }
}
