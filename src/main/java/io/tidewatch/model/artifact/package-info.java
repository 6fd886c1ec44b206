/** The file of a model: what is in it, written and read strictly. */
@NullMarked
package io.tidewatch.model.artifact;

import org.jspecify.annotations.NullMarked;
