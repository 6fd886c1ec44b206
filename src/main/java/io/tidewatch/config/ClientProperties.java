package io.tidewatch.config;

import java.util.Map;

/**
 * The properties that are passed through to a client, checked for what the client would refuse with a message that
 * quotes a secret.
 */
final class ClientProperties {
    private final String group;
    private final Settings settings;

    ClientProperties(String group, Settings settings) {
        this.group = group;
        this.settings = settings;
    }

    /** All of the group; what is wrong with them becomes faults, which show no value. */
    Map<String, String> read() {
        Map<String, String> properties = settings.passedThrough(group);
        properties.forEach((key, value) -> {
            String name = group + "." + key;
            if (key.endsWith("sasl.jaas.config")) {
                // Kafka's clients may have placeholders of their own in it.
                check(
                        name,
                        value.isEmpty() || value.contains("${") || JaasText.isLogin(value),
                        "a login module, its flag, options as name=\"value\", and a semicolon",
                        "Put each value in quotes, with a backslash before a quote or a backslash inside it");
            } else if (key.endsWith(".url") || key.endsWith(".host")) {
                check(
                        name,
                        value.indexOf('@') < 0,
                        "an address without a login, for the clients would not send it",
                        "Take the login out, and use the client's own keys for it");
            } else if (key.startsWith("request.header.") || key.endsWith("bearer.auth.token")) {
                check(
                        name,
                        value.chars().noneMatch(Character::isISOControl),
                        "one line of text",
                        "Take line ends and other control characters out of it, or of what its placeholder stands for");
            }
        });
        return properties;
    }

    private void check(String name, boolean sound, String expected, String remedy) {
        if (!sound) {
            settings.faults().add(name, settings.show(name), expected, remedy);
        }
    }
}
