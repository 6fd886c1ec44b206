/** The pure core put together: one entity's state, and the class that takes events in and gives alerts out. Topology, backtest and tests drive the same class. (Not in the first design: the composition needs a place above window, scoring, decision and alert, and below Kafka.) */
@NullMarked
package io.tidewatch.detector;

import org.jspecify.annotations.NullMarked;

