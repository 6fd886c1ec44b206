/** Labelled suites: where their series are, how detectors fare on them, and the tables and pages of that. */
@NullMarked
package io.tidewatch.evaluation.suite;

import org.jspecify.annotations.NullMarked;
