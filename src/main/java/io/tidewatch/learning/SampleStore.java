package io.tidewatch.learning;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the bytes of windows to learn from lie. */
public interface SampleStore {

    void put(SampleKey key, byte[] sample);

    /** The bytes of a window; null when it is not there. */
    byte @Nullable [] get(SampleKey key);

    void delete(SampleKey key);

    /** Calls for each window that lies there, in any order; the action must not change the store. */
    void forEach(Consumer<SampleKey> action);
}
