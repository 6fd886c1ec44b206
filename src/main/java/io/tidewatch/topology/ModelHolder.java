package io.tidewatch.topology;

import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Scorer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where the newest model lies for the stream threads to find. Safe for many threads. */
public final class ModelHolder {
    private final AtomicReference<@Nullable Model> current = new AtomicReference<>();

    /** Puts a model there; each task takes it into use before its next record. */
    public void set(ModelArtifact artifact, Scorer scorer) {
        current.set(new Model(artifact, scorer));
    }

    /** The newest model; null before the first. */
    public @Nullable Model current() {
        return current.get();
    }

    public record Model(ModelArtifact artifact, Scorer scorer) {}
}
