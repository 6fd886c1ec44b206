/** Numerics that several packages use: fast elementary functions, running quantiles. */
@NullMarked
package io.tidewatch.math;

import org.jspecify.annotations.NullMarked;
