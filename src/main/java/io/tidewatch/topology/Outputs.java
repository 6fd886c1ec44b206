package io.tidewatch.topology;

/**
 * What publishing needs.
 *
 * @param alerts writes alerts, its schema already registered
 * @param limits of the topics written to
 */
record Outputs(AlertSerializer alerts, OutputLimits limits) {}
