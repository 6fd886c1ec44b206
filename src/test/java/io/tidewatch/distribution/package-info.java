/** Tests of what is delivered: the distribution, the image's layout, the compose file. */
@NullMarked
package io.tidewatch.distribution;

import org.jspecify.annotations.NullMarked;
