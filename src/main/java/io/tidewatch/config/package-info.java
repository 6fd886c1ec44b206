/** Configuration: read, checked, all faults at once, resolved into the specs of the core. */
@NullMarked
package io.tidewatch.config;

import org.jspecify.annotations.NullMarked;
