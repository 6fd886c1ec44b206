/** The running process: start-up, health, HTTP, metrics, the live page. */
@NullMarked
package io.tidewatch.service;

import org.jspecify.annotations.NullMarked;
