package io.tidewatch.topology;

import io.tidewatch.event.Event;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What decoding a record yields: an event, or the record's own value as a dead letter. */
final class Decoded {
    private final @Nullable Event event;
    private final byte @Nullable [] letter;

    private Decoded(@Nullable Event event, byte @Nullable [] letter) {
        this.event = event;
        this.letter = letter;
    }

    static Decoded event(Event event) {
        return new Decoded(event, null);
    }

    /** @param value the record's own bytes, not copied; null for a record without a value */
    static Decoded deadLetter(byte @Nullable [] value) {
        return new Decoded(null, value);
    }

    boolean isEvent() {
        return event != null;
    }

    boolean isDeadLetter() {
        return event == null;
    }

    Event event() {
        return Objects.requireNonNull(event);
    }

    /** The dead letter's value. */
    byte @Nullable [] letter() {
        return letter;
    }
}
