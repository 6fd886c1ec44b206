package io.tidewatch.model;

/** A trained network, ready to reconstruct windows. Immutable, and safe for many threads. */
public interface Scorer {

    /** Where things are in an input row. */
    InputLayout layout();

    /**
     * Reconstructs windows.
     *
     * @param inputs {@code [rows × layout.width()]}, finite; not changed
     * @param rows how many rows of it to use
     * @param outputs {@code [rows × layout.cells()]}, written
     * @throws IllegalArgumentException when an array is too short
     */
    void score(float[] inputs, int rows, float[] outputs);
}
