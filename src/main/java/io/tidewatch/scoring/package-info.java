/**
 * Scoring: compiled networks, and evidence computed from their reconstructions.
 *
 * <p>Closed steps of several entities are not gathered into batches. One window makes three rows (as it is, and with each
 * of two blocks hidden), of the four that a register tile takes; a larger batch is cut into such fours. {@code ScorerBenchmark} at
 * 32 × 8 on two cores of a Xeon with AVX-512: 3.97 µs for a row alone, 1.56 µs a row in a batch of 4, 1.64 of 32, 1.52 of
 * 512. Gathering would hold back alerts until enough steps have closed, for next to nothing.
 */
@NullMarked
package io.tidewatch.scoring;

import org.jspecify.annotations.NullMarked;
