/** Lines of the log that nothing inside a line can forge. */
@NullMarked
package io.tidewatch.logs;

import org.jspecify.annotations.NullMarked;
