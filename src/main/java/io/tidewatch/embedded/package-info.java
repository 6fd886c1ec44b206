/**
 * A broker and a registry inside the process, for demo and tests.
 *
 * <p>The broker is Kafka's own, started from its parts rather than by {@code KafkaRaftServer}, which can neither be given
 * its sockets nor kept from halting the process on a fault. The registry is our own HTTP server over Avro's compatibility
 * rules: Confluent's is not on Maven Central, and others take seconds and hundreds of megabytes. One contract test runs
 * against it, and under the Maven profile {@code interop} against Apicurio Registry.
 */
@NullMarked
package io.tidewatch.embedded;

import org.jspecify.annotations.NullMarked;
