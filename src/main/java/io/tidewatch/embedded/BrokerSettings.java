package io.tidewatch.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings of an embedded broker: one node, little memory, quick to start or stop. */
final class BrokerSettings {

    static final int NODE_ID = 1;
    static final String BROKER_LISTENER = "BROKER";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final int MIB = 1 << 20;

    private BrokerSettings() {}

    /**
     * @param port of the broker's listener
     * @param controllerPort of the controller's listener
     * @param overrides win over everything else
     */
    static Map<String, String> of(
            String host, int port, int controllerPort, Path directory, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + host + ":" + controllerPort);
        settings.put(
                "listeners",
                BROKER_LISTENER + "://" + host + ":" + port + "," + CONTROLLER_LISTENER + "://" + host + ":"
                        + controllerPort);
        settings.put(
                "listener.security.protocol.map", BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", BROKER_LISTENER);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("log.dirs", directory.toAbsolutePath().toString());

        // One node holds everything, so one copy is all there can be.
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("auto.create.topics.enable", "false");
        settings.put("num.partitions", "1");

        // Few partitions of the internal topics, so that they are there at once.
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.num.partitions", "1");

        // Groups form without waiting for more members; sessions of a killed test or process end soon.
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("group.consumer.min.session.timeout.ms", "1000");
        settings.put("group.consumer.min.heartbeat.interval.ms", "100");
        settings.put("group.streams.min.session.timeout.ms", "1000");
        settings.put("group.streams.min.heartbeat.interval.ms", "100");
        settings.put("group.streams.initial.rebalance.delay.ms", "0");

        // After a crash the controller admits the broker again only when its former session has run out (9 s by
        // default).
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");

        // The cleaner's offset map is allocated whole at the start: 128 MiB by default. This one holds 1.2 million
        // keys, more than a segment does.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(32 * MIB));
        settings.put("log.cleaner.threads", "1");
        settings.put("log.segment.bytes", Integer.toString(64 * MIB));
        // Index files are allocated whole as well; a segment of 64 MiB with an entry each 4 KiB needs 192 KiB.
        settings.put("log.index.size.max.bytes", Integer.toString(MIB));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put("group.coordinator.threads", "1");

        // Nobody reads this broker's metrics; two brokers in a process would quarrel over their JMX names.
        settings.put("metric.reporters", "");
        settings.putAll(overrides);
        return settings;
    }
}
