package io.tidewatch.detector;

/** All that the detector remembers of one entity. Mutable; belongs to one thread at a time. */
public final class EntityState {
    private EntityState() {}
}
