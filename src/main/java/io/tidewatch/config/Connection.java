package io.tidewatch.config;

import java.util.Map;

/**
 * How the broker and the schema registry are reached: all that some commands need of a configuration.
 *
 * @param kafka client properties, {@code bootstrap.servers} among them
 * @param registry where schemas come from
 */
public record Connection(Map<String, String> kafka, TidewatchConfig.Registry registry) {

    public Connection {
        kafka = Map.copyOf(kafka);
    }

    /** Without the properties, for they hold logins. */
    @Override
    public String toString() {
        return "Connection[registry=" + registry + "]";
    }
}
