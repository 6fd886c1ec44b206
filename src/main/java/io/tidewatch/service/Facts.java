package io.tidewatch.service;

/**
 * What the process knows about its own progress at a moment.
 *
 * @param running whether the stream threads run, so that brokers should answer them
 * @param brokersSilentSeconds for how long no broker has answered a fetch
 * @param events events read within the last minute
 * @param deadLetters records of the last minute that became dead letters
 * @param late events of the last minute that came after their step had closed
 * @param entities entities seen since the start
 * @param learning those of them that have too little history to be judged
 */
record Facts(
        boolean running,
        long brokersSilentSeconds,
        long events,
        long deadLetters,
        long late,
        long entities,
        long learning) {}
