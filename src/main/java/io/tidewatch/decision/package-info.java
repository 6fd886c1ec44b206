/** Decision: evidence calibrated to tail probabilities, fused, held against the alert budget, followed as incidents. */
@NullMarked
package io.tidewatch.decision;

import org.jspecify.annotations.NullMarked;
