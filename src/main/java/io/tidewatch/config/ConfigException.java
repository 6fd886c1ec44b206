package io.tidewatch.config;

import java.util.List;

/** The configuration cannot be used: every fault found, one sentence each. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    public ConfigException(List<String> faults) {
        super(
                faults.size() == 1
                        ? faults.get(0)
                        : faults.size() + " faults in the configuration:\n  " + String.join("\n  ", faults));
        this.faults = List.copyOf(faults);
    }

    /** One sentence for each fault: key, what was found, what is expected. */
    public List<String> faults() {
        return faults;
    }
}
