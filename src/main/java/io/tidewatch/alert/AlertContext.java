package io.tidewatch.alert;

import io.tidewatch.window.Window;
import org.jspecify.annotations.Nullable;

/**
 * What an alert is about.
 *
 * @param window of the entity now
 * @param modelVersion in use; null: none yet
 * @param nowMs wall-clock time, epoch milliseconds
 */
public record AlertContext(
        String entity, Window window, @Nullable String modelVersion, long nowMs) {}
