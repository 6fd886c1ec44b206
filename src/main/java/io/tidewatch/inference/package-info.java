/**
 * Inference: trained networks compiled to plain arithmetic, with the Vector API where it is there.
 *
 * <p>Steps of several entities that close together are scored together, six at a time ({@link
 * io.tidewatch.evidence.ScoringBatch}): a network is larger than the nearest cache, and reading it is most of what one window
 * costs. {@code CoreBenchmark} at 32 × 8 on two cores of a Xeon with AVX-512: 4.4 µs for all evidence of a window alone, 3.4
 * beside five others. A window comes to the same bits either way, so that nothing depends on who comes together; for that, sums
 * are added one input after the other.
 */
@NullMarked
package io.tidewatch.inference;

import org.jspecify.annotations.NullMarked;
