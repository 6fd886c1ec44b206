package io.tidewatch.cli;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;

/**
 * Keeps the process from making objects of Java from bytes: nothing here needs it, and libraries that would do so with a
 * file or a message could be made to run what is in it.
 */
final class ObjectStreams {
    private ObjectStreams() {}

    /**
     * To be called before all else. For good: the JVM takes a filter once. One that was given to it by {@code -Djdk.serialFilter}
     * stays.
     */
    static void refuse() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(object -> Status.REJECTED);
        }
    }
}
