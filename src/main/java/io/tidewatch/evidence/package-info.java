/** Evidence: how far each feature is from what each channel expects of it. */
@NullMarked
package io.tidewatch.evidence;

import org.jspecify.annotations.NullMarked;
