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

    static ModelArtifactException damaged(String source, String what) {
        return new ModelArtifactException(
                "model " + source + " is damaged: " + what + "; train it anew or restore the file");
    }
}
