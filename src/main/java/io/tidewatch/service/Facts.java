package io.tidewatch.service;

/**
 * What the process knows about its own progress at a moment.
 *
 * @param brokersSilentSeconds for how long no broker has answered a fetch
 * @param stalledSeconds for how long records have waited and none was committed, or none processed
 * @param waiting records that wait in the partition which is furthest behind
 * @param events events read within the last minute
 * @param deadLetters records of the last minute that became dead letters
 * @param leftOut events of the last minute that were late or early
 * @param entities entities seen since the start
 * @param learning those of them that have too little history to be judged
 */
record Facts(
        long brokersSilentSeconds,
        long stalledSeconds,
        long waiting,
        long events,
        long deadLetters,
        long leftOut,
        long entities,
        long learning) {}
