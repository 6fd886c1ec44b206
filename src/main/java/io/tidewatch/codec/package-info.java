/** Byte codecs: numbers and texts in the stored bytes of several packages. */
@NullMarked
package io.tidewatch.codec;

import org.jspecify.annotations.NullMarked;
