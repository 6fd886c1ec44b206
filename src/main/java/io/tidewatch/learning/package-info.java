/**
 * Learning: collects the windows that models are trained on, decides when to train, and trains.
 *
 * <h2>Decisions</h2>
 *
 * <ul>
 *   <li><b>Everything is decided in event time</b>: which windows are taken, when a training is due, when drift is
 * looked for.
 *       {@link io.tidewatch.learning.TrainingIntake} takes windows one moment after the other, and none while a
 * training runs.
 *   <li><b>Drift compares values, not the medians of the entities</b>: those move so slowly that windows of an hour all
 *       say the same, and any two stretches of time differ beyond chance.
 *   <li><b>Samples are floats.</b> Two bytes each would halve the store, which holds 34 MB at 32 × 8.
 * </ul>
 */
@NullMarked
package io.tidewatch.learning;

import org.jspecify.annotations.NullMarked;
