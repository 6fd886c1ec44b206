package io.tidewatch.service;

/**
 * Something that is wrong now, in words for whoever is on call.
 *
 * @param check name of the readiness check that it belongs to
 * @param stops whether anomalies go unseen because of it: then the service is not ready
 * @param text what is the matter, and what to do
 */
record Problem(String check, boolean stops, String text) {}
