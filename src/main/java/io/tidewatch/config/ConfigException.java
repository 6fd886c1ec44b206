package io.tidewatch.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used: every fault found, one line each. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigFault> faults;

    /** @param faults at least one */
    public ConfigException(List<ConfigFault> faults) {
        super(
                faults.size() == 1
                        ? faults.get(0).text()
                        : faults.size() + " faults in the configuration:\n  "
                                + faults.stream().map(ConfigFault::text).collect(Collectors.joining("\n  ")));
        this.faults = List.copyOf(faults);
    }

    /** The faults, in the order found. */
    public List<ConfigFault> faults() {
        return faults;
    }
}
