/**
 * Events: one observation of one entity, extracted from a record by its schema.
 *
 * <p>{@code EventSpec} says where things are; {@code EventExtractor} resolves it against one writer schema;
 * {@code EventReader} goes from Avro binary to an {@code Extraction}: an {@code Event}, or the reason why not.
 */
@NullMarked
package io.tidewatch.event;

import org.jspecify.annotations.NullMarked;
