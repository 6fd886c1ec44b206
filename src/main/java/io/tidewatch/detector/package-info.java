/**
 * Detector: the straight line from an entity's event to its alerts, and the entity's state. The topology, backtest and
 * tests drive the same class.
 */
@NullMarked
package io.tidewatch.detector;

import org.jspecify.annotations.NullMarked;
