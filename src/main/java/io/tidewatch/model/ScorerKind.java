package io.tidewatch.model;

/** What scores windows with a trained network. */
public enum ScorerKind {
    /** The network compiled to fused loops: for production. */
    COMPILED,
    /** Deeplearning4j itself, the library that trained it: slow, to compare with. */
    DL4J
}
