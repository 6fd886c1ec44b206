package io.tidewatch.alert;

import io.tidewatch.window.SharedSilence;
import org.jspecify.annotations.Nullable;

/**
 * How an entity is silent.
 *
 * @param steps without a value in a row, up to now; 0: it is not silent
 * @param shared what it reports for all entities of its source; null: it is silent alone
 */
public record Silent(int steps, @Nullable SharedSilence shared) {}
