/** Series files: CSV rows of entities, as the events of a detector. */
@NullMarked
package io.tidewatch.series;

import org.jspecify.annotations.NullMarked;
