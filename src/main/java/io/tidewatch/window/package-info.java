/**
 * Windows: event time cut into steps, steps aggregated, the last L steps of an entity, normalised, with their context.
 *
 * <p>Time goes from {@link io.tidewatch.window.SourceClock} (one source partition) over {@link
 * io.tidewatch.window.Watermark} (all sources of a task) to {@link io.tidewatch.window.StepClock} (one entity), which
 * closes the steps.
 */
@NullMarked
package io.tidewatch.window;

import org.jspecify.annotations.NullMarked;
