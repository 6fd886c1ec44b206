/** Kafka Streams wiring: input topic to alerts topic. */
@NullMarked
package io.tidewatch.topology;

import org.jspecify.annotations.NullMarked;
