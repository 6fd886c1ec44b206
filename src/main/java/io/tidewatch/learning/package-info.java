/** Learning: collects the windows that models are trained on, decides when to train, and trains. */
@NullMarked
package io.tidewatch.learning;

import org.jspecify.annotations.NullMarked;
