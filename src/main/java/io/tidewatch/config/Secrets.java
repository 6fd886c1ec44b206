package io.tidewatch.config;

import java.util.Set;
import java.util.regex.Pattern;

/** What messages may show of a configuration, so that no password is among it. */
public final class Secrets {
    /** Of the clients' keys, the few whose values help to mend a fault and are no secret, logins in addresses aside. */
    private static final Set<String> HARMLESS =
            Set.of(ConfigReference.BOOTSTRAP_SERVERS, ConfigReference.SECURITY_PROTOCOL, ConfigReference.REGISTRY_URL);

    private static final String SCHEME = "((?:[A-Za-z][A-Za-z0-9+.-]*://)?)";

    /** All up to the last at sign: a password may hold any character, written rightly or not. */
    private static final Pattern LOGIN = Pattern.compile("(?s)^" + SCHEME + ".*@");

    /** The same inside a sentence, as far as it can be recognised there: with a colon, which a record's place lacks. */
    private static final Pattern LOGIN_INSIDE = Pattern.compile(SCHEME + "[^\\s'\"@=]*:[^\\s'\"]*@");

    /** Kafka's clients quote the value, which may stand under a wrong key. */
    private static final Pattern CLIENTS_VALUE = Pattern.compile("(?s)Invalid value .*? for configuration ");

    private static final String MASKED = "$1***@";

    private Secrets() {}

    /** Whether the value of a key may be a secret, or hold one. */
    static boolean mayHold(String key) {
        return ConfigReference.PASSED_THROUGH.stream()
                        .anyMatch(group -> key.equals(group) || key.startsWith(group + "."))
                && !HARMLESS.contains(key);
    }

    /** A value without the login, if it is an address with one. */
    static String withoutLogin(String value) {
        return LOGIN.matcher(value).replaceFirst(MASKED);
    }

    /**
     * What somebody else says, a client or the command line's parser, without logins in addresses or values of keys.
     */
    public static String masked(String sentence) {
        String valueless = CLIENTS_VALUE.matcher(sentence).replaceAll("Invalid value for configuration ");
        return LOGIN_INSIDE.matcher(valueless).replaceAll(MASKED);
    }
}
