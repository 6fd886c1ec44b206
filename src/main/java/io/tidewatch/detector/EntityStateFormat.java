package io.tidewatch.detector;

/** Bytes of an {@link EntityState}, versioned: an unknown version is refused. */
public final class EntityStateFormat {

    public EntityStateFormat(DetectorSpec spec) {
        throw new UnsupportedOperationException();
    }

    public byte[] write(EntityState state) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a state.
     *
     * @throws IllegalArgumentException when the bytes are of another version or shape (other features, window length),
     *     saying which and what to do
     */
    public EntityState read(byte[] bytes) {
        throw new UnsupportedOperationException();
    }
}
