/**
 * Throughput, latency, memory and start-up of the real topology, measured on a broker inside the process.
 *
 * <h2>Decisions</h2>
 *
 * <ul>
 *   <li><b>Each topology runs in a child process</b>, the broker, the registry, the producer and the reader of alerts in
 *       the parent: heap, resident memory, processor time are then the detector's own. A child lives through all runs of
 *       its topology, so that only the first, which is thrown away, pays for the JIT compiler.
 *   <li><b>The rate is taken from commit to commit</b> while there is still input: start-up and the last commit's wait,
 *       which both topologies would share, would otherwise pull the ratio towards 1.
 *   <li><b>The pass-through topology is lean</b>: one row per entity and step in a plain store, with the detector's own
 *       decoder, settings and internal topic. A windowed count of Kafka Streams' own language keeps more.
 *   <li><b>The input is the same</b> for all: produced once. Each entity first sends {@link
 *       io.tidewatch.bench.Workload#preludeSteps} single events, one a step, so that every window is full and every step
 *       is scored when measuring starts.
 * </ul>
 */
@NullMarked
package io.tidewatch.bench;

import org.jspecify.annotations.NullMarked;
