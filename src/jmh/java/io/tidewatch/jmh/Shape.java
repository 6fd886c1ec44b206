package io.tidewatch.jmh;

import io.tidewatch.model.InputLayout;

/** The shape of a window: steps × features, as in {@code 32x8}. */
public record Shape(int steps, int features) {

    public static Shape parse(String text) {
        String[] parts = text.split("x", 2);
        return new Shape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    public InputLayout layout(int side) {
        return new InputLayout(steps, features, side);
    }
}
