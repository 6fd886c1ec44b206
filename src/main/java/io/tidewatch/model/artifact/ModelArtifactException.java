package io.tidewatch.model.artifact;

/** A model file cannot be used: it names the file, what is wrong, and what to do. */
public final class ModelArtifactException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelArtifactException(String message) {
        super(message);
    }

    public ModelArtifactException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For what no training writes: it is not even looked at. */
    static ModelArtifactException refused(String source, String what) {
        return new ModelArtifactException(
                "model " + source + " is refused: " + what + "; train it anew or restore the file");
    }

    static ModelArtifactException damaged(String source, String what) {
        return new ModelArtifactException(
                "model " + source + " is damaged: " + what + "; train it anew or restore the file");
    }
}
