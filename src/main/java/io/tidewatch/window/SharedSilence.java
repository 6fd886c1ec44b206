package io.tidewatch.window;

/**
 * A silence of a whole source, or of all sources, in an entity's empty step.
 *
 * @param from the silent source by name, or all of them
 * @param speaker hash of the name of the entity that reports it
 * @param sinceMs time of the last event, epoch milliseconds
 */
public record SharedSilence(String from, int speaker, long sinceMs) {
    /** Whether this entity reports it: one silence is reported once, so the other entities do not. */
    public boolean isReportedBy(String entity) {
        return entity.hashCode() == speaker;
    }
}
