/** Inference: trained networks compiled to plain arithmetic, with the Vector API where it is there. */
@NullMarked
package io.tidewatch.inference;

import org.jspecify.annotations.NullMarked;
