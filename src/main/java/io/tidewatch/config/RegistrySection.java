package io.tidewatch.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The part of the configuration that says where schemas come from. A login in an address becomes the client's property
 * for logins: the address itself is shown in messages.
 */
final class RegistrySection {
    private static final String SOURCE = "basic.auth.credentials.source";
    private static final String USER_INFO = "basic.auth.user.info";
    private static final String SOURCE_USER_INFO = "USER_INFO";

    /** Sources that agree with a login in the address. */
    private static final Set<String> SOURCES = Set.of("", "URL", SOURCE_USER_INFO);

    /** Logins by other ways. */
    private static final List<String> OTHER_LOGINS =
            List.of(USER_INFO, "schema.registry." + USER_INFO, "bearer.auth.credentials.source");

    private final Settings settings;
    private final Faults faults;

    RegistrySection(Settings settings) {
        this.settings = settings;
        this.faults = settings.faults();
    }

    TidewatchConfig.Registry read() {
        List<RegistryAddress> addresses = settings.get(ConfigReference.REGISTRY_URL, Forms.URLS);
        Map<String, String> properties = new LinkedHashMap<>(new ClientProperties("schema-registry", settings).read());
        login(addresses, properties).ifPresent(login -> {
            properties.put(SOURCE, SOURCE_USER_INFO);
            properties.put(USER_INFO, login);
        });
        return new TidewatchConfig.Registry(
                addresses.stream().map(RegistryAddress::url).toList(), properties);
    }

    private Optional<String> login(List<RegistryAddress> addresses, Map<String, String> properties) {
        List<Optional<String>> logins =
                addresses.stream().map(RegistryAddress::login).distinct().toList();
        if (logins.size() > 1) {
            refuse("logins that are not the same in each address", "Write one login as " + USER_INFO + " instead");
            return Optional.empty();
        }
        if (logins.get(0).isPresent()) {
            other(properties).ifPresent(key -> refuse("a login in the address, and " + key, "Remove one of them"));
        }
        return logins.get(0);
    }

    private void refuse(String found, String remedy) {
        faults.add(
                ConfigReference.REGISTRY_URL,
                settings.show(ConfigReference.REGISTRY_URL) + " has " + found,
                "one login",
                remedy);
    }

    /** A key that belongs to another login. */
    private static Optional<String> other(Map<String, String> properties) {
        Stream<String> another =
                SOURCES.contains(properties.getOrDefault(SOURCE, "")) ? Stream.of() : Stream.of(SOURCE);
        return Stream.concat(another, OTHER_LOGINS.stream().filter(key -> !properties
                        .getOrDefault(key, "")
                        .isEmpty()))
                .findFirst()
                .map(key -> "schema-registry." + key);
    }
}
