/** The schema registry behind a small port, and the Confluent wire format. */
@NullMarked
package io.tidewatch.registry;

import org.jspecify.annotations.NullMarked;
