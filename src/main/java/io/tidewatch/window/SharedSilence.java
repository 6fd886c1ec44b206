package io.tidewatch.window;

/**
 * What an entity's empty step shares with all other entities of its source, or of all sources.
 *
 * @param from what nothing came from: the name of the source, or that it is all of them
 * @param speaker hash of the name of the entity that tells it
 * @param sinceMs when something came last, epoch milliseconds
 */
public record SharedSilence(String from, int speaker, long sinceMs) {
    /** Whether an entity tells it: the others keep quiet, for it is one fact. */
    public boolean isToldBy(String entity) {
        return entity.hashCode() == speaker;
    }
}
