/** Scoring: compiled networks, and evidence computed from their reconstructions. */
@NullMarked
package io.tidewatch.scoring;

import org.jspecify.annotations.NullMarked;
