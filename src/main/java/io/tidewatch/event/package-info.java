/**
 * Events: one observation of one entity, extracted from a record by its schema.
 *
 * <p>{@code EventSpec} says where things are; {@code EventExtractor} resolves it against one writer schema;
 * {@code EventReader} goes from Avro binary to an {@code Extraction}: an {@code Event}, or the reason why not.
 *
 * <p>Whoever may write to an input topic or to the registry chooses the bytes. So nothing is believed: {@code SchemaLimits}
 * looks at a schema before a record is read by it, {@code BoundedDecoder} at each size before anything is allocated for
 * it, and decimals, names and the details of rejections are held to a number of bytes.
 */
@NullMarked
package io.tidewatch.event;

import org.jspecify.annotations.NullMarked;
