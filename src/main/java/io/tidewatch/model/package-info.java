/** Models: networks as numbers, what to train, and the artifact that stores them. Free of the training library. */
@NullMarked
package io.tidewatch.model;

import org.jspecify.annotations.NullMarked;
