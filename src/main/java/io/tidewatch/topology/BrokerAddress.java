package io.tidewatch.topology;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where the brokers are, and what is spoken with them.
 *
 * @param servers as {@code kafka.bootstrap.servers} has them
 * @param protocol as {@code kafka.security.protocol} has it
 */
public record BrokerAddress(String servers, String protocol) {

    /** @param kafka client properties */
    public static BrokerAddress of(Map<String, String> kafka) {
        return new BrokerAddress(
                kafka.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, ""),
                kafka.getOrDefault(
                                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                                CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL)
                        .toUpperCase(Locale.ROOT));
    }

    /**
     * That no broker answers, and what to check. The protocol is part of it: a client that speaks another one than the
     * broker's listener gets no answer either, and Kafka's clients do not show the difference.
     */
    public String doesNotAnswer() {
        return "The broker at " + servers + " does not answer. Check that it runs, kafka.bootstrap.servers, and "
                + "kafka.security.protocol: it is " + protocol + ", and the broker's listener there may not be.";
    }
}
