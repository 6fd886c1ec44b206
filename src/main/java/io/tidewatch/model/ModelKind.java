package io.tidewatch.model;

/** The model families. All are served as plain dense layers. */
public enum ModelKind {
    /** A dense masked autoencoder. */
    AUTOENCODER,
    /** A variational autoencoder (Kingma and Welling 2014), which learns how far off it usually is, too. */
    VARIATIONAL,
    /** A masked autoencoder trained against a discriminator of real and reconstructed windows. */
    ADVERSARIAL;

    /** As the configuration writes it. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
