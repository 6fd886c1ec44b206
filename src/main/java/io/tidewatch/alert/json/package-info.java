/** Alerts as JSON, for files, terminals and the HTTP interface. */
@NullMarked
package io.tidewatch.alert.json;

import org.jspecify.annotations.NullMarked;
