/** Files that an earlier build wrote, which each later one must read. */
@NullMarked
package io.tidewatch.golden;

import org.jspecify.annotations.NullMarked;
