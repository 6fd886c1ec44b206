/** Texts that come from records, as people may see them. */
@NullMarked
package io.tidewatch.text;

import org.jspecify.annotations.NullMarked;
