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
import java.util.HashMap;
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
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.apache.kafka.server.util.FileLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's controller with its broker, wired as {@link KafkaRaftServer} wires them.
 *
 * <p>Different from there: the sockets are opened before the settings that name their ports are made, so that a free
 * port stays ours and a port that is taken shows before anything has started; the directory is locked before the
 * controller writes to it; and a fault is logged where Kafka would
 * halt the process, for the process is not the broker's own.
 */
final class KraftNode implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private static final Logger LOG = LoggerFactory.getLogger(KraftNode.class);
    private static final String LOCK = ".tidewatch.lock";
    private static final Duration STOP_WAIT = Duration.ofSeconds(10);

    private final Metrics metrics;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final int port;
    private final FileLock lock;

    private KraftNode(KafkaConfig config, int port, Map<Integer, ServerSocketChannel> sockets, FileLock lock) {
        this.port = port;
        this.lock = lock;
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
                handingOver(sockets));
        broker = new BrokerServer(shared);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), logDirs._2());
        try {
            controller.startup();
            broker.startup();
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
        Map<Integer, ServerSocketChannel> sockets = new HashMap<>();
        FileLock lock = null;
        try {
            lock = lock(directory);
            int brokerPort = open(port, sockets);
            int controllerPort = open(0, sockets);
            format(directory);
            KafkaConfig config =
                    new KafkaConfig(BrokerSettings.of(HOST, brokerPort, controllerPort, directory, overrides), false);
            return new KraftNode(config, brokerPort, sockets, lock);
        } catch (Exception e) {
            if (lock != null) {
                release(lock);
            }
            sockets.values().forEach(socket -> Utils.closeQuietly(socket, "socket of the embedded broker"));
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
        release(lock);
    }

    /**
     * Kafka locks a directory only when its broker starts, after the controller has begun to write the metadata log
     * there; a second controller would write between the lines of the first.
     */
    private static FileLock lock(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileLock lock = new FileLock(directory.resolve(LOCK).toFile());
        if (!lock.tryLock()) {
            release(lock);
            throw new IOException("another broker runs on this directory");
        }
        return lock;
    }

    private static void release(FileLock lock) {
        Utils.closeQuietly(lock::destroy, "lock of the embedded broker's directory");
    }

    private static void format(Path directory) throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
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

    private static int open(int port, Map<Integer, ServerSocketChannel> sockets) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.bind(new InetSocketAddress(HOST, port));
            socket.configureBlocking(false);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        int bound = socket.socket().getLocalPort();
        sockets.put(bound, socket);
        return bound;
    }

    private static ServerSocketFactory handingOver(Map<Integer, ServerSocketChannel> sockets) {
        return (listenerName, address, backlog, receiveBufferBytes) -> {
            ServerSocketChannel socket = sockets.get(address.getPort());
            return socket != null
                    ? socket
                    : ServerSocketFactory.INSTANCE.openServerSocket(listenerName, address, backlog, receiveBufferBytes);
        };
    }
}
