/** Training with Deeplearning4j, and the reference scorer. Unreachable from the scoring path. */
@NullMarked
package io.tidewatch.model.training;

import org.jspecify.annotations.NullMarked;
