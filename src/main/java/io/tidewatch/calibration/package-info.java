/**
 * Calibration: turns magnitudes of evidence into p-values under the normal behaviour of one entity. It returns numbers,
 * and knows nothing of scores or incidents.
 */
@NullMarked
package io.tidewatch.calibration;

import org.jspecify.annotations.NullMarked;
