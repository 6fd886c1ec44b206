package io.tidewatch.registry;

/** The registry cannot be asked now (unreachable, overloaded, refusing the login); the same call may work later. */
public final class RegistryUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message) {
        super(message);
    }
}
