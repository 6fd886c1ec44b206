/** The models topic: artifacts and the activation written in Kafka transactions (KIP-98), and followed. */
@NullMarked
package io.tidewatch.topology.models;

import org.jspecify.annotations.NullMarked;
