package io.tidewatch.model.catalog;

/**
 * When something was done, and by whom.
 *
 * @param atMs wall-clock time, epoch milliseconds
 * @param by a user as {@code user@host}, or a part of the service; 1 to {@value #LONGEST_NAME} characters
 */
public record Stamp(long atMs, String by) {
    private static final int LONGEST_NAME = 256;

    /** @throws IllegalArgumentException when the name is empty or too long */
    public Stamp {
        if (by.isBlank() || by.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name of " + by.length() + " characters, not 1 to " + LONGEST_NAME);
        }
    }
}
