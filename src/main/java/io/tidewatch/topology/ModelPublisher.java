package io.tidewatch.topology;

import io.tidewatch.model.ModelArtifact;

/** Makes a model the active one of all instances. */
public interface ModelPublisher {

    /**
     * Publishes a model. Returns once this process knows it as the active model, too: the next training goes on from
     * it.
     * A model that is active already is not published again.
     *
     * @param fromMs start of the first step that it scores, epoch milliseconds
     * @throws IllegalStateException when it cannot be published, with the reason and the remedy
     */
    void publish(ModelArtifact model, long fromMs);
}
