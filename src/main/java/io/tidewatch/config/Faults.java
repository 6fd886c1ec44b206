package io.tidewatch.config;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The faults found so far. */
final class Faults {
    private final Set<ConfigFault> found = new LinkedHashSet<>();
    private final Set<String> keys = new HashSet<>();

    void add(String key, String what, String expected, String remedy) {
        found.add(new ConfigFault(key, what, expected, remedy));
        keys.add(key);
    }

    /** Whether none of some keys has a fault, so that it makes sense to hold them against each other. */
    boolean sound(String... names) {
        return keys.stream().noneMatch(key -> {
            for (String name : names) {
                if (key.equals(name) || key.startsWith(name + "[")) {
                    return true;
                }
            }
            return false;
        });
    }

    /** @throws ConfigException when there is any fault */
    void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(List.copyOf(found));
        }
    }
}
