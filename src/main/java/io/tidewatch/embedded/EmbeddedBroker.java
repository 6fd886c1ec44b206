package io.tidewatch.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker inside the process, on 127.0.0.1: a real KRaft node that is its own controller.
 *
 * <p>For {@code demo}, a developer's machine or tests. What it stores in a directory given to it is there again at the
 * next start; without one it stores in a temporary directory that goes when it closes.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration ADMIN_WAIT = Duration.ofSeconds(30);

    /**
     * How an embedded broker runs.
     *
     * @param port to listen on; 0: any free one
     * @param directory of its data; null: a temporary one
     * @param properties of Kafka's broker that override or extend those of {@link BrokerSettings}
     */
    public record Options(int port, @Nullable Path directory, Map<String, String> properties) {

        public Options {
            properties = Map.copyOf(properties);
        }

        /** On a free port, in a temporary directory. */
        public static Options defaults() {
            return new Options(0, null, Map.of());
        }

        public Options withPort(int newPort) {
            return new Options(newPort, directory, properties);
        }

        public Options withDirectory(Path newDirectory) {
            return new Options(port, newDirectory, properties);
        }

        public Options with(String property, String value) {
            Map<String, String> more = new HashMap<>(properties);
            more.put(property, value);
            return new Options(port, directory, more);
        }
    }

    /** A class of Kafka's broker. */
    private static final String LIBRARY = "kafka/server/BrokerServer.class";

    private final Path directory;
    private final boolean temporary;
    private final KraftNode node;

    private EmbeddedBroker(Options options) {
        Path given = options.directory();
        temporary = given == null;
        directory = given == null ? temporaryDirectory() : given;
        try {
            node = KraftNode.start(directory, options.port(), options.properties());
        } catch (RuntimeException e) {
            deleteTemporary();
            throw e;
        }
    }

    /** Whether Kafka's broker is on the class path: the Docker image goes without. */
    public static boolean available() {
        return EmbeddedBroker.class.getClassLoader().getResource(LIBRARY) != null;
    }

    /** Starts a broker on a free port, with a temporary directory. */
    public static EmbeddedBroker start() {
        return start(Options.defaults());
    }

    /**
     * Starts a broker; it takes requests when this returns.
     *
     * @throws IllegalStateException when it does not start: the port is taken, the directory is in use or not writable
     */
    public static EmbeddedBroker start(Options options) {
        return new EmbeddedBroker(options);
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return KraftNode.HOST + ":" + node.port();
    }

    public int port() {
        return node.port();
    }

    /** Where its data is. */
    public Path directory() {
        return directory;
    }

    /**
     * Creates a topic, unless there is one of that name.
     *
     * @param partitions how many, at least 1
     * @param configs of the topic, such as {@code cleanup.policy}
     * @return whether it was created
     * @throws IllegalStateException when the broker refuses it
     */
    public boolean createTopic(String name, int partitions, Map<String, String> configs) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configs);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(topic)).all().get(ADMIN_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            awaitLeaders(admin, name, partitions);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw new IllegalStateException("The embedded broker refuses topic " + name + ": " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The embedded broker does not answer to create topic " + name + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating topic " + name + ".", e);
        }
    }

    /**
     * Waits until each partition answers. One that is not led yet may refuse a producer's first batch and take its
     * second; the first one is then refused for ever.
     */
    private static void awaitLeaders(Admin admin, String topic, int partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> starts = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.earliest()));
        long endNs = System.nanoTime() + ADMIN_WAIT.toNanos();
        while (true) {
            try {
                admin.listOffsets(starts).all().get(ADMIN_WAIT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                // The broker that has made the topic learns of it a moment later.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > endNs) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    /** Stops the broker; a second call does nothing. */
    @Override
    public void close() {
        node.close();
        deleteTemporary();
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("tidewatch-broker");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory can be made for the embedded broker.", e);
        }
    }

    private void deleteTemporary() {
        if (!temporary || !Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("directory", directory)
                    .log("temporary directory of the embedded broker not deleted");
        }
    }
}
