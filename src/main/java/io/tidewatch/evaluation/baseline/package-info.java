/** Detectors to compare with: each sees the same rows as Tidewatch does, and no later one. */
@NullMarked
package io.tidewatch.evaluation.baseline;

import org.jspecify.annotations.NullMarked;
