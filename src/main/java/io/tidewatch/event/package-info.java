/** Events: one observation of one entity, extracted from a record by its schema. */
@NullMarked
package io.tidewatch.event;

import org.jspecify.annotations.NullMarked;
