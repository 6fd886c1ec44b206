package io.tidewatch.model;

/** The activations a trained network may use. */
public enum Activation {
    IDENTITY,
    TANH,
    RELU,
    SIGMOID
}
