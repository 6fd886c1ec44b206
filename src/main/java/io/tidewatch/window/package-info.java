/** Windows: event time cut into steps, steps aggregated, the last L steps of an entity, normalised, with their context. */
@NullMarked
package io.tidewatch.window;

import org.jspecify.annotations.NullMarked;
