/** Learning: which windows a model is trained on, when, and the training runs. */
@NullMarked
package io.tidewatch.learning;

import org.jspecify.annotations.NullMarked;

