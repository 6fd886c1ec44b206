/** Seasons: the usual values of an entity's features at each time of the day, of the weekend and of the week. */
@NullMarked
package io.tidewatch.window.season;

import org.jspecify.annotations.NullMarked;
