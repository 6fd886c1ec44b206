package io.tidewatch.embedded;

/** An answer of the embedded registry that is an error, in Confluent's numbers. */
final class RegistryRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    /** @param code Confluent's error code, its first three digits being the HTTP status */
    RegistryRefusal(int code, String message) {
        super(message);
        this.code = code;
        this.status = code < 1000 ? code : code / 100;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    static RegistryRefusal noSubject(String subject) {
        return new RegistryRefusal(40401, "Subject '" + subject + "' not found.");
    }

    static RegistryRefusal noVersion(String version) {
        return new RegistryRefusal(40402, "Version " + version + " not found.");
    }

    static RegistryRefusal noSchema(String what) {
        return new RegistryRefusal(40403, "Schema " + what + " not found");
    }
}
