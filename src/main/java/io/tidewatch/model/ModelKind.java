package io.tidewatch.model;

/** The model families. */
public enum ModelKind {
    AUTOENCODER
}
