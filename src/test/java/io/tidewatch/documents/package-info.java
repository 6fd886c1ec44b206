/** Tests that hold the documents for people to the code. */
@NullMarked
package io.tidewatch.documents;

import org.jspecify.annotations.NullMarked;
