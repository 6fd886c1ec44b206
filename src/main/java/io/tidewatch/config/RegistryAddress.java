package io.tidewatch.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of the schema registry.
 *
 * @param url without a login, so that whoever shows it shows none
 * @param login {@code user:password}, when one stands before the host
 */
record RegistryAddress(String url, Optional<String> login) {
    /**
     * Stricter than an URI about the at sign: after a password with a slash in it, the rest of the password would pass for a
     * path, and be shown.
     */
    private static final Pattern PARTS = Pattern.compile("(?<scheme>https?)://(?:(?<login>[^\\s@/?#]*)@)?"
            + "(?<place>(?:\\[[0-9a-fA-F:.]+]|[^\\s:/?#@\\[\\]]+)(?::\\d{1,5})?(?:/[^\\s@?#]*)?)");

    /** Reads an address; empty when it is none. */
    static Optional<RegistryAddress> of(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            String url = new URI(parts.group("scheme") + "://" + parts.group("place")).toString();
            return Optional.of(new RegistryAddress(
                    url, Optional.ofNullable(parts.group("login")).map(RegistryAddress::decoded)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A plus sign is one, unlike in a form's data. */
    private static String decoded(String login) {
        return URLDecoder.decode(login.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
