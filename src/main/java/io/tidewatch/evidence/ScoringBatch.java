package io.tidewatch.evidence;

import io.tidewatch.inference.CompiledLayer;
import io.tidewatch.model.Scorer;

/**
 * Windows that go through the network together: a network's weights are then read once for all of them, and reading them is
 * most of what one window by itself costs. Belongs to one thread.
 */
public final class ScoringBatch {
    /** Windows that share: as many rows as stand in registers at once. */
    public static final int SIZE = CompiledLayer.ROWS;

    private final EvidenceCalculator[] prepared = new EvidenceCalculator[SIZE];
    private final float[][] inputs = new float[SIZE][];
    private final float[][] outputs = new float[SIZE][];
    private int count;

    /** Takes a window that is {@linkplain EvidenceCalculator#prepare prepared}; {@value #SIZE} at most. */
    public void add(EvidenceCalculator calculator) {
        prepared[count++] = calculator;
    }

    /** Reconstructs all that were added, and is empty then. */
    public void reconstruct(Scorer scorer) {
        if (count == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            inputs[i] = prepared[i].inputs();
            outputs[i] = prepared[i].outputs();
        }
        scorer.scoreHiding(inputs, count, prepared[0].hidden(), outputs);
        count = 0;
    }
}
