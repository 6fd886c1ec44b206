/** What the features of an entity usually are at each time of the day, of the weekend and of the week. */
@NullMarked
package io.tidewatch.window.season;

import org.jspecify.annotations.NullMarked;

