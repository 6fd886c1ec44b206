/** Simulated fleets of servers with labelled anomalies. */
@NullMarked
package io.tidewatch.simulation;

import org.jspecify.annotations.NullMarked;
