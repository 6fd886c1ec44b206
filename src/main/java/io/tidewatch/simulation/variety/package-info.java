/** Simulated series of many rhythms, steps and kinds of values, with labelled anomalies. */
@NullMarked
package io.tidewatch.simulation.variety;

import org.jspecify.annotations.NullMarked;
