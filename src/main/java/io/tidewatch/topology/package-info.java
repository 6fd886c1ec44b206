/**
 * Kafka Streams wiring: input topic to alerts topic. {@link io.tidewatch.topology.DetectorTopology} is the whole of it;
 * {@link io.tidewatch.topology.DetectorStreams} runs it.
 *
 * <h2>Decisions</h2>
 *
 * <ul>
 *   <li><b>Dead letters are a branch of the topology</b>, not Kafka Streams' own dead-letter queue (KIP-1034 by way of
 *       the handlers of KIP-1033). That queue is fed by exceptions: a stack trace per bad record, the reason only as an
 *       exception's text, headers of its own making, and behind a repartition topic the record's original bytes are
 * gone.
 *       A rejection here is a value with a reason that can be counted. What reaches the handlers is a bug of ours,
 * {@link
 *       io.tidewatch.topology.FaultyRecords}: the record becomes a dead letter too, by the same class. The source
 * reads bytes,
 *       so that deserialisation fails only behind the repartition topic, which nobody else writes to: there it ends the
 *       process.
 *   <li><b>Whether a record fits its topic is looked at before it is sent</b>, {@link
 * io.tidewatch.topology.OutputLimits}.
 *       Kafka's production exception handler may send others in place of a refused one, but not under exactly-once:
 * {@code
 *       KafkaProducer} puts the transaction in an error state at the first record that it or the broker refuses, and
 *       all that is sent later goes with it. The handler, {@link io.tidewatch.topology.RefusedOutputs}, can only
 * have the
 *       transaction done again.
 *   <li><b>The states of entities are a store of our own</b>, {@link io.tidewatch.topology.state.EntityStore}. In
 * two logged
 *       key-value stores of Streams each commit wrote, for each entity with an event, 1.2 KB at 32 × 8 to disk and
 * to the
 *       changelog; the broker's part in it, and its log cleaner's, was what alerts waited for. Now a commit writes what
 *       changed, to the changelog alone.
 *   <li><b>Between heap and disk a state is packed in memory outside the heap</b>, {@link
 *       io.tidewatch.topology.state.SlabAllocator}. RocksDB was half the time of an event where far more entities
 * take turns than
 *       the heap holds; with its own caches large enough for all of them it was hardly faster.
 *   <li><b>The state store is keyed by the record's key bytes</b> when the key names the entity, so that alerts
 * caused by
 *       passing time have the input's own key too; by the entity's UTF-8 bytes when a field names it.
 *   <li><b>Downstream of {@code decode} records carry wall-clock time</b> as their Kafka timestamp; event time is in
 * the
 *       event. Otherwise a replay of old data would write alerts that retention deletes at once.
 *   <li><b>Of a record's headers, alerts carry those of its trace</b> and no others: a content type or schema id
 *       describes the record's value. They are bounded, and picked before the repartition topic. Alerts caused by
 * passing time have none.
 *   <li><b>The wait for the registry</b> is short inside a record, for its transaction is open and the broker ends it
 *       after a minute; then the thread gives the record back (transaction aborted, nothing committed) and waits on in
 *       {@code init}, where none is open. See {@link io.tidewatch.topology.PatientRegistry}.
 *   <li><b>Time belongs to the source partition.</b> Each event carries the time of its source through the
 * repartition topic;
 *       {@link io.tidewatch.topology.TaskSources} also sends that time to all partitions of the topic when it comes
 * into
 *       another step, when the source becomes idle, and every half minute. So each task knows how far all sources
 * have been
 *       read, whatever of theirs it takes itself. A task without word of a source waits for it: it is being read by
 * nobody.
 *   <li><b>The trainer is a task of the topology</b>, {@link io.tidewatch.topology.TrainerProcessor}: an internal
 * topic of one
 *       partition brings the windows of all tasks together. Kafka gives it one owner and fails it over; nothing of ours
 *       elects a leader. Windows come with the event time that their task has reached, and are taken in order of event
 *       time, so that which task is faster makes no difference to what is learned. Training runs on a thread of its
 * own;
 *       what it learns from is copied before (20,000 windows at most), and the store does not change until it ends.
 *   <li><b>What is learned up to an event time T is in use from T plus a window on</b>, not from when the training
 * has ended:
 *       a wall clock would have another instance, or the same after a crash, use it from another step on.
 *   <li><b>Order</b>: with the key as entity, the same input gives the same alerts. With a field as entity, the
 * order in
 *       which partitions meet in the repartition topic is the broker's; the watermark brings an entity's events
 * together
 *       ({@link io.tidewatch.window.StepClock}), so that the same input gives the same alerts again.
 * </ul>
 */
@NullMarked
package io.tidewatch.topology;

import org.jspecify.annotations.NullMarked;
