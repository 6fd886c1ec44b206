/** Alerts: an incident explained, as the Avro message of schemas/alert.avsc. */
@NullMarked
package io.tidewatch.alert;

import org.jspecify.annotations.NullMarked;
