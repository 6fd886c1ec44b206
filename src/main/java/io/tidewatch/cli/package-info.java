/** The commands, one small class each. */
@NullMarked
package io.tidewatch.cli;

import org.jspecify.annotations.NullMarked;
