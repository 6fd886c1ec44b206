package io.tidewatch.service;

import java.util.Optional;

/**
 * What the process knows about its own progress at a moment.
 *
 * @param brokers as {@code kafka.bootstrap.servers} has them
 * @param brokersSilentSeconds for how long no broker has answered a fetch
 * @param stalledSeconds for how long records have waited and none was committed, or none processed
 * @param waiting records that wait in the partition which is furthest behind
 * @param deadLetters how many of the newest records became dead letters
 * @param newestDeadLetter where it was read, and why it is one; empty while there is none
 * @param leftOut how many of the newest events were late or early
 * @param entities entities seen since the start
 * @param learning those of them that have too little history to be scored
 * @param slow source partition of this instance that holds up the watermark; empty when none does
 */
record Facts(
        String brokers,
        long brokersSilentSeconds,
        long stalledSeconds,
        long waiting,
        RecentShare deadLetters,
        String newestDeadLetter,
        RecentShare leftOut,
        long entities,
        long learning,
        Optional<SlowSources.Slow> slow) {}
