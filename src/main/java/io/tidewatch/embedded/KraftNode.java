package io.tidewatch.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's controller with its broker, wired as {@link KafkaRaftServer} wires them.
 *
 * <p>Different from there: the port really bound can be asked for; the controller's socket is opened before the
 * settings that name its port are made, so that no other process can take the port in between; and a fault is logged
 * where Kafka would halt the process, for the process is not the broker's own.
 */
final class KraftNode implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private static final Logger LOG = LoggerFactory.getLogger(KraftNode.class);
    private static final Duration STOP_WAIT = Duration.ofSeconds(10);

    private final Metrics metrics;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final int port;

    private KraftNode(KafkaConfig config, ServerSocketChannel controllerSocket) {
        var logDirs = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        metrics = Server.initializeMetrics(
                config, Time.SYSTEM, logDirs._1().clusterId().orElseThrow());
        FaultHandlerFactory faults = (name, fatal, action) -> new LoggingFaultHandler(name, action);
        SharedServer shared = new SharedServer(
                config,
                logDirs._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(),
                faults,
                handingOver(controllerSocket));
        broker = new BrokerServer(shared);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), logDirs._2());
        try {
            controller.startup();
            broker.startup();
            port = broker.boundPort(new ListenerName(BrokerSettings.BROKER_LISTENER));
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a node on a directory, which is formatted first unless it has been.
     *
     * @throws IllegalStateException when it does not start
     */
    static KraftNode start(Path directory, int port, Map<String, String> overrides) {
        ServerSocketChannel controllerSocket = null;
        try {
            controllerSocket = ServerSocketChannel.open();
            controllerSocket.bind(new InetSocketAddress(HOST, 0));
            int controllerPort = controllerSocket.socket().getLocalPort();
            format(directory);
            KafkaConfig config =
                    new KafkaConfig(BrokerSettings.of(HOST, port, controllerPort, directory, overrides), false);
            return new KraftNode(config, controllerSocket);
        } catch (Exception e) {
            Utils.closeQuietly(controllerSocket, "controller socket");
            throw new IllegalStateException(
                    "The embedded broker does not start on " + HOST + ":" + port + " with its data in " + directory
                            + ": " + e.getMessage(),
                    e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        broker.shutdown(STOP_WAIT);
        controller.shutdown();
        metrics.close();
    }

    private static void format(Path directory) throws Exception {
        Files.createDirectories(directory);
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString())
                    .run();
        }
    }

    private static ServerSocketFactory handingOver(ServerSocketChannel controllerSocket) {
        int controllerPort = controllerSocket.socket().getLocalPort();
        return new ServerSocketFactory() {
            @Override
            public ServerSocketChannel openServerSocket(
                    String listenerName, InetSocketAddress address, int backlog, int receiveBufferBytes)
                    throws IOException {
                if (address.getPort() == controllerPort) {
                    controllerSocket.configureBlocking(false);
                    return controllerSocket;
                }
                return ServerSocketFactory.INSTANCE.openServerSocket(
                        listenerName, address, backlog, receiveBufferBytes);
            }
        };
    }
}
