package io.tidewatch.topology;

import io.tidewatch.window.FromSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What decoding yields: what a source sends on, or a record's own value as a dead letter. */
final class Decoded {
    private final @Nullable FromSource sent;
    private final byte @Nullable [] letter;

    private Decoded(@Nullable FromSource sent, byte @Nullable [] letter) {
        this.sent = sent;
        this.letter = letter;
    }

    static Decoded sent(FromSource sent) {
        return new Decoded(sent, null);
    }

    /** @param value the record's own bytes, not copied; null for a record without a value */
    static Decoded deadLetter(byte @Nullable [] value) {
        return new Decoded(null, value);
    }

    boolean isSent() {
        return sent != null;
    }

    FromSource sent() {
        return Objects.requireNonNull(sent);
    }

    /** The dead letter's value. */
    byte @Nullable [] letter() {
        return letter;
    }
}
