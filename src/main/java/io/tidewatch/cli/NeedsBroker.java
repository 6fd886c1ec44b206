package io.tidewatch.cli;

/** A command that starts a Kafka broker of its own, whose libraries the Docker image goes without. */
interface NeedsBroker {}
