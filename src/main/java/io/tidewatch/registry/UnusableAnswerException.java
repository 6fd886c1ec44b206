package io.tidewatch.registry;

import java.io.IOException;

/** Something answers at the registry's address, but not what was asked: it may be no registry, or have a fault. */
final class UnusableAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean settled;

    /** @param settled whether asking again must give the same, when it is the registry that answers */
    UnusableAnswerException(String message, boolean settled) {
        super(message);
        this.settled = settled;
    }

    boolean settled() {
        return settled;
    }
}
