/** Files in, figures out: series files, backtest, metrics, simulated data. */
@NullMarked
package io.tidewatch.evaluation;

import org.jspecify.annotations.NullMarked;
