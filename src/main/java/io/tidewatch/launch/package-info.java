/** Other processes of this program: how they are started, and when the service among them works. */
@NullMarked
package io.tidewatch.launch;

import org.jspecify.annotations.NullMarked;
