/** What the models topic says: artifacts by version, the version in use, and who signed and activated them. */
@NullMarked
package io.tidewatch.model.catalog;

import org.jspecify.annotations.NullMarked;
