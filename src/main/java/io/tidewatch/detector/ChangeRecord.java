package io.tidewatch.detector;

/** One record of an entity's changelog. It replaces an older one with the same number. */
public final class ChangeRecord {
    private final int number;
    private final byte[] bytes;

    /**
     * Makes a record of its parts.
     *
     * @param number 0: the record holds everything; from 1 on: the record holds the changes since the record before it
     * @param bytes as {@link EntityStateFormat} writes them; not copied, and not to be changed
     */
    public ChangeRecord(int number, byte[] bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    public int number() {
        return number;
    }

    public byte[] bytes() {
        return bytes;
    }
}
