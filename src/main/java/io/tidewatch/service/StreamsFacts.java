package io.tidewatch.service;

import io.tidewatch.topology.StreamThreads;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The Kafka Streams application at a moment.
 *
 * @param state CREATED before there is an application
 */
record StreamsFacts(KafkaStreams.State state, StreamThreads threads) {}
