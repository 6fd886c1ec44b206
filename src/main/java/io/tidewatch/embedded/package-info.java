/** A broker and a registry inside the process, for demo and tests. */
@NullMarked
package io.tidewatch.embedded;

import org.jspecify.annotations.NullMarked;
